'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useId, useState, useSyncExternalStore } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { Input } from '@/components/ui/input'
import { type Command, listCommands, subscribeCommands } from './command-registry'
import { goTo } from './go-to'
import { matchCommands } from './match-commands'
import { useGroupSearch } from './use-group-search'

const none: readonly Command[] = []

export function CommandPalette({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shell')
  const router = useRouter()
  const listId = useId()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const actions = useSyncExternalStore(subscribeCommands, listCommands, () => none)
  const groups = useGroupSearch(query)
  const pages = goTo.map(({ href, name }) => ({ id: href, label: t(name), href }))
  const sections = [
    { name: t('commands.actions'), commands: matchCommands(actions, query) },
    { name: t('commands.pages'), commands: matchCommands(pages, query) },
    { name: t('commands.groups'), commands: groups },
  ].filter(({ commands }) => commands.length > 0)
  const all = sections.flatMap(({ commands }) => commands)
  const current = all[Math.min(chosen, all.length - 1)]
  const optionId = (command: Command) => `${listId}-${command.id}`

  useEffect(() => {
    if (current !== undefined)
      document.getElementById(`${listId}-${current.id}`)?.scrollIntoView({ block: 'nearest' })
  }, [current, listId])

  const take = (command: Command | undefined) => {
    if (command === undefined) return
    onClose()
    command.run?.()
    if (command.href !== undefined) router.push(command.href)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && all.length > 0) {
      event.preventDefault()
      setChosen((now) => (Math.min(now, all.length - 1) + step + all.length) % all.length)
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      take(current)
    }
  }

  return (
    <Dialog open onClose={onClose} title={t('commands.title')} titleHidden className="mt-[12dvh]">
      <Input
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={current && optionId(current)}
        aria-label={t('commands.placeholder')}
        placeholder={t('commands.placeholder')}
        value={query}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setQuery(event.target.value)
          setChosen(0)
        }}
      />
      <p aria-live="polite" className="sr-only">
        {t('commands.results', { count: all.length })}
      </p>
      <div
        id={listId}
        role="listbox"
        aria-label={t('commands.title')}
        className="mt-2 max-h-80 overflow-y-auto"
      >
        {sections.map(({ name, commands }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options in a list box has no element of its own
          <div key={name} role="group" aria-label={name}>
            <p aria-hidden="true" className="px-2 pt-2 pb-1 text-ink-3 text-xs">
              {name}
            </p>
            {commands.map((command) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are handled by the combobox above, which keeps the focus
              <div
                key={command.id}
                id={optionId(command)}
                role="option"
                aria-selected={command === current}
                onClick={() => take(command)}
                className="flex min-h-8 cursor-pointer items-center rounded-[5px] px-2 aria-selected:bg-chip"
              >
                {command.label}
              </div>
            ))}
          </div>
        ))}
      </div>
      {all.length === 0 && <p className="px-2 py-4 text-ink-2">{t('commands.empty')}</p>}
    </Dialog>
  )
}
