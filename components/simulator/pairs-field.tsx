'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'

type Kind = 'query' | 'headers' | 'cookies'
type Pair = { name: string; value: string }
type Props = {
  kind: Kind
  values: Readonly<Record<string, string>>
  onChange: (values: Record<string, string>) => void
}

const addKeys = { query: 'addQuery', headers: 'addHeader', cookies: 'addCookie' } as const

/** Names and values; a row without a name is kept in the form and left out of the request. */
export function PairsField({ kind, values, onChange }: Props) {
  const t = useTranslations('simulator')
  const [pairs, setPairs] = useState<Pair[]>(() =>
    Object.entries(values).map(([name, value]) => ({ name, value })),
  )
  const change = (next: Pair[]) => {
    setPairs(next)
    onChange(Object.fromEntries(next.flatMap(({ name, value }) => (name === '' ? [] : [[name, value]]))))
  }
  return (
    <fieldset className="min-w-0">
      {pairs.length > 0 && <legend className="mb-1 text-ink-2">{t(kind)}</legend>}
      {pairs.map((pair, index) => {
        const words = { kind: t(`kind.${kind}`), place: index + 1 }
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; names repeat while typing
          <div key={index} className="mb-1.5 flex gap-1.5">
            <Input
              aria-label={t('pairName', words)}
              placeholder={t('namePlaceholder')}
              className="flex-1 font-mono"
              value={pair.name}
              onChange={(event) => change(pairs.with(index, { ...pair, name: event.target.value }))}
            />
            <Input
              aria-label={t('pairValue', words)}
              placeholder={t('valuePlaceholder')}
              className="flex-1 font-mono"
              value={pair.value}
              onChange={(event) => change(pairs.with(index, { ...pair, value: event.target.value }))}
            />
            <Button
              size="sm"
              variant="ghost"
              aria-label={t('pairRemove', words)}
              onClick={() => change(pairs.toSpliced(index, 1))}
            >
              <X aria-hidden="true" className="size-3.5" />
            </Button>
          </div>
        )
      })}
      <Button size="sm" variant="ghost" onClick={() => setPairs([...pairs, { name: '', value: '' }])}>
        {t(addKeys[kind])}
      </Button>
    </fieldset>
  )
}
