'use client'

import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { type ExtractorChoice, extractorKinds } from './extractor-choice'

type Props = {
  choice: ExtractorChoice
  onChange: (choice: ExtractorChoice) => void
  /** Whether answers may be left to tell by themselves. */
  mayTell: boolean
}

/** Where an answer says which version gave it. */
export function VersionFields({ choice, onChange, mayTell }: Props) {
  const t = useTranslations('tester')
  const { kind, texts } = choice
  const kinds = mayTell ? (['answer', ...extractorKinds] as const) : extractorKinds
  return (
    <>
      <Field label={t('by')} {...(kind === 'answer' && { hint: t('answerHint') })}>
        {(control) => (
          <Select
            {...control}
            value={kind}
            onChange={({ target }) =>
              onChange({ kind: kinds.find((one) => one === target.value) ?? kind, texts })
            }
          >
            {kinds.map((one) => (
              <option key={one} value={one}>
                {t(`byName.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {kind !== 'answer' && (
        <Field label={t(`what.${kind}`)} hint={t(`hint.${kind}`)}>
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              maxLength={200}
              value={texts[kind]}
              onChange={({ target }) => onChange({ kind, texts: { ...texts, [kind]: target.value } })}
            />
          )}
        </Field>
      )}
    </>
  )
}
