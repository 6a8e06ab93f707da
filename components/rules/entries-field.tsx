'use client'

import { useTranslations } from 'next-intl'
import { Checkbox } from '@/components/ui/checkbox'
import type { RouteRule } from '@/lib/domain/route-rule'
import type { RuleEntry } from './provider-features'

/** The entries that a rule holds at; at least one. */
export function EntriesField({
  rule,
  entries,
  onChange,
}: {
  rule: RouteRule
  entries: readonly RuleEntry[]
  onChange: (rule: RouteRule) => void
}) {
  const t = useTranslations('rules')
  const all = entries.map(({ name }) => name)
  const chosen = rule.entries ?? all
  const toggle = (name: string, on: boolean) => {
    const next = all.filter((entry) => (entry === name ? on : chosen.includes(entry)))
    if (next.length === 0) return
    const { entries: _, ...rest } = rule
    onChange(next.length === all.length ? rest : { ...rest, entries: next })
  }
  return (
    <fieldset className="flex flex-wrap gap-x-4">
      <legend className="float-left mr-3 text-ink-2">{t('entries')}</legend>
      {all.map((name) => (
        <Checkbox
          key={name}
          label={<span className="font-mono">{name}</span>}
          checked={chosen.includes(name)}
          onChange={(event) => toggle(name, event.target.checked)}
        />
      ))}
    </fieldset>
  )
}
