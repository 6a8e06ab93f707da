'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { goTo } from './go-to'

export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shell.keys')
  const common = useTranslations('common')
  const rows: [readonly string[], string][] = [
    [['⌘/Ctrl', 'K'], t('palette')],
    [['/'], t('search')],
    ...goTo.map(({ key, name }): [readonly string[], string] => [['g', key], t(name)]),
    [['j', 'k'], t('rows')],
    [['↵'], t('open')],
    [['?'], t('help')],
    [['Esc'], t('escape')],
  ]
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {rows.map(([keys, meaning]) => (
          <div key={meaning} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
