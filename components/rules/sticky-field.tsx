'use client'

import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { RouteRule } from '@/lib/domain/route-rule'

type Sticky = NonNullable<RouteRule['sticky']>

type Props = {
  rule: RouteRule
  /** Why the gateway cannot keep a user in one lane. */
  refused: string | undefined
  errors: readonly string[]
  onChange: (sticky: Sticky | undefined) => void
}

const keys: readonly Sticky['source'][] = ['cookie', 'header', 'query']

/** Whether one user stays in one lane, and by what a user is known. A gateway that cannot is said so beforehand. */
export function StickyField({ rule: { sticky }, refused, errors, onChange }: Props) {
  const t = useTranslations('rules')
  const id = useId()
  const isOff = refused !== undefined && sticky === undefined
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5">
      <Checkbox
        label={t('stickyOn')}
        checked={sticky !== undefined}
        disabled={isOff}
        aria-describedby={refused === undefined ? undefined : id}
        onChange={(event) => onChange(event.target.checked ? { source: 'cookie', name: '' } : undefined)}
      />
      {sticky !== undefined && (
        <span className="flex min-w-0 flex-1 basis-48 gap-2">
          <Field label={t('stickySource')} labelHidden className="w-28">
            {(control) => (
              <Select
                {...control}
                value={sticky.source}
                onChange={(event) => {
                  const source = keys.find((known) => known === event.target.value)
                  if (source !== undefined) onChange({ ...sticky, source })
                }}
              >
                {keys.map((source) => (
                  <option key={source} value={source}>
                    {t(`source.${source}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t('stickyName')} labelHidden errors={errors} className="flex-1">
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                placeholder={t('conditionName')}
                value={sticky.name}
                onChange={(event) => onChange({ ...sticky, name: event.target.value })}
              />
            )}
          </Field>
        </span>
      )}
      {refused !== undefined && (
        <p id={id} className={`basis-full text-xs ${sticky === undefined ? 'text-ink-3' : 'text-bad'}`}>
          {refused}
        </p>
      )}
    </div>
  )
}
