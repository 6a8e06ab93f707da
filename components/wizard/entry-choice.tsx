'use client'

import { useTranslations } from 'next-intl'
import { useId } from 'react'
import type { FeaturesByProvider } from '@/components/rules/provider-features'
import type { DraftEntry } from './wizard-draft'

type Props = {
  features: FeaturesByProvider
  entries: readonly DraftEntry[]
  chosen: string | null
  errors: readonly string[]
  onChange: (entry: string) => void
}

/** The gateway doors that were found, one of which the group is behind. */
export function EntryChoice({ features, entries, chosen, errors, onChange }: Props) {
  const t = useTranslations('wizard.scope')
  const id = useId()
  return (
    <fieldset aria-describedby={`${id}-hint ${id}-errors`} className="min-w-0">
      <legend className="mb-1 font-medium">{t('entry')}</legend>
      <p id={`${id}-hint`} className="mb-1.5 text-ink-3 text-xs">
        {t('entryHint')}
      </p>
      <div className="divide-y divide-line-2 rounded-[9px] border border-line bg-panel">
        {entries.map((entry) => (
          <label
            key={entry.name}
            className="flex min-h-9 items-center gap-2.5 px-3 py-1.5 has-checked:bg-hover"
          >
            <input
              type="radio"
              name={id}
              className="size-4 accent-(--accent)"
              checked={entry.name === chosen}
              aria-invalid={errors.length > 0 || undefined}
              onChange={() => onChange(entry.name)}
            />
            <span className="flex min-w-0 flex-wrap gap-x-3">
              <span className="font-medium">{entry.name}</span>
              <span className="font-mono text-ink-2 text-xs leading-5">
                {features[entry.provider]?.title ?? entry.provider} · {entry.host ?? t('anyHost')}{' '}
                {entry.paths.map(({ path }) => path).join(' ')}
              </span>
              <span className="text-ink-2">
                {entry.application === null
                  ? t('entryNowhere')
                  : t('entryTo', { application: entry.application })}
              </span>
            </span>
          </label>
        ))}
      </div>
      <div id={`${id}-errors`} aria-live="polite">
        {errors.map((error) => (
          <p key={error} className="mt-1 text-bad text-xs">
            {error}
          </p>
        ))}
      </div>
    </fieldset>
  )
}
