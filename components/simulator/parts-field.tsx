'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { emptyPart, type PartKind, partKinds, partsOf, type RequestPart, valuesOf } from './request-parts'

type Values = ReturnType<typeof valuesOf>
type Props = {
  values: Values
  onChange: (values: Values) => void
  /** Headers alone, where a request takes nothing else. */
  headersOnly?: boolean
}

/** Query parameters, headers and cookies of a request, or its headers alone, one row each. */
export function PartsField({ values, onChange, headersOnly = false }: Props) {
  const t = useTranslations('simulator')
  const empty: RequestPart = headersOnly ? { ...emptyPart, kind: 'headers' } : emptyPart
  const [parts, setParts] = useState<RequestPart[]>(() => partsOf(values, empty))
  const change = (next: RequestPart[]) => {
    setParts(next)
    onChange(valuesOf(next))
  }
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">{t(headersOnly ? 'headersOnly' : 'parts')}</legend>
      <div className="space-y-1.5">
        {parts.map((part, index) => (
          <PartRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; names repeat while typing
            key={index}
            part={part}
            place={index + 1}
            kindShown={!headersOnly}
            onChange={(changed) => change(parts.with(index, { ...part, ...changed }))}
            onRemove={() => change(parts.toSpliced(index, 1))}
          />
        ))}
      </div>
      <Button size="sm" variant="ghost" className="mt-1" onClick={() => setParts([...parts, empty])}>
        {t(headersOnly ? 'addHeader' : 'addPart')}
      </Button>
    </fieldset>
  )
}

function PartRow({
  part,
  place,
  kindShown,
  onChange,
  onRemove,
}: {
  part: RequestPart
  place: number
  kindShown: boolean
  onChange: (part: Partial<RequestPart>) => void
  onRemove: () => void
}) {
  const t = useTranslations('simulator')
  return (
    <div
      className={classNames(
        'grid gap-1.5',
        kindShown
          ? 'grid-cols-[92px_minmax(0,1fr)_minmax(0,1fr)_auto]'
          : 'grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]',
      )}
    >
      {kindShown && (
        <Select
          aria-label={t('partKind', { place })}
          value={part.kind}
          onChange={(event) => {
            const kind = partKinds.find((known): known is PartKind => known === event.target.value)
            if (kind !== undefined) onChange({ kind })
          }}
        >
          {partKinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`kind.${kind}`)}
            </option>
          ))}
        </Select>
      )}
      <Input
        aria-label={t('partName', { place })}
        placeholder={t('namePlaceholder')}
        className="font-mono"
        value={part.name}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <Input
        aria-label={t('partValue', { place })}
        placeholder={t('valuePlaceholder')}
        className="font-mono"
        value={part.value}
        onChange={(event) => onChange({ value: event.target.value })}
      />
      <Button size="sm" variant="ghost" aria-label={t('partRemove', { place })} onClick={onRemove}>
        <X aria-hidden="true" className="size-3.5" />
      </Button>
    </div>
  )
}
