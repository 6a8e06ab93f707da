'use client'

import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

type Props = { value: string; onChange: (path: string) => void; errors?: readonly string[] | undefined }

/** The path of a request. */
export function PathField({ value, onChange, errors }: Props) {
  const t = useTranslations('tester')
  return (
    <Field label={t('path')} errors={errors}>
      {(control) => (
        <Input
          {...control}
          className="font-mono"
          maxLength={2048}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}
