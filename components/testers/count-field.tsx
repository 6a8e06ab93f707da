'use client'

import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

type Props = { value: number; most: number; onChange: (count: number) => void; className?: string }

/** How many requests are sent, from 1 to `most`. */
export function CountField({ value, most, onChange, className }: Props) {
  const t = useTranslations('tester')
  return (
    <Field label={t('count', { most })} {...(className && { className })}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={1}
          max={most}
          className="text-right tabular-nums"
          value={value}
          onChange={({ target }) => onChange(Math.min(most, Math.max(1, target.valueAsNumber || 1)))}
        />
      )}
    </Field>
  )
}
