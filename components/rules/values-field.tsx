'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useState } from 'react'
import { controlClass } from '@/components/ui/control-class'
import { Field } from '@/components/ui/field'

type Props = { values: readonly string[]; onChange: (values: string[]) => void; errors: readonly string[] }

/** A list of values as chips: Enter or a comma ends one, a pasted list becomes many, Backspace takes the last back. */
export function ValuesField({ values, onChange, errors }: Props) {
  const t = useTranslations('rules')
  const [text, setText] = useState('')
  const add = (more: string) => {
    const added = more.split(/[,，\n]/).flatMap((part) => part.trim() || [])
    onChange([...new Set([...values, ...added])])
    setText('')
  }
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    const last = values.at(-1)
    if (event.key === 'Enter') {
      event.preventDefault()
      add(text)
    } else if (event.key === 'Backspace' && text === '' && last !== undefined) {
      event.preventDefault()
      onChange(values.slice(0, -1))
      setText(last)
    }
  }
  return (
    <Field label={t('values')} labelHidden errors={errors}>
      {(control) => (
        <div
          className={controlClass(
            'flex min-h-8 flex-wrap items-center gap-1 py-0.5 focus-within:outline-2 focus-within:outline-(--accent)',
          )}
        >
          {values.map((value) => (
            <span
              key={value}
              className="inline-flex max-w-full items-center gap-0.5 rounded-[5px] bg-chip pl-1.5 font-mono text-xs"
            >
              <span className="truncate">{value}</span>
              <button
                type="button"
                className="inline-flex size-5 items-center justify-center rounded-[4px] hover:bg-hover"
                aria-label={t('removeValue', { value })}
                onClick={() => onChange(values.filter((one) => one !== value))}
              >
                <X aria-hidden="true" className="size-3" />
              </button>
            </span>
          ))}
          <input
            {...control}
            autoComplete="off"
            spellCheck={false}
            className="h-6 min-w-16 flex-1 bg-transparent font-mono outline-none"
            placeholder={values.length === 0 ? t('values') : undefined}
            value={text}
            onBlur={() => text.trim() !== '' && add(text)}
            onKeyDown={onKey}
            onChange={(event) =>
              /[,，\n]/.test(event.target.value) ? add(event.target.value) : setText(event.target.value)
            }
          />
        </div>
      )}
    </Field>
  )
}
