'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PathField } from '@/components/testers/path-field'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { Entry } from '@/lib/domain/entry'
import type { RequestSample } from '@/lib/domain/request-sample'
import { CurlField } from './curl-field'
import { PartsField } from './parts-field'

type Props = {
  request: RequestSample
  entries: readonly Entry[]
  onChange: (request: RequestSample) => void
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const

/** One request in fields, or read from a pasted curl command. Replace it from outside with a new `key`. */
export function RequestForm({ request, entries, onChange }: Props) {
  const t = useTranslations('simulator')
  const [pasted, setPasted] = useState(0)
  const entry = entries.find(({ name }) => name === request.entry)
  return (
    <div className="space-y-2">
      {entries.length > 1 && (
        <Field label={t('entry')}>
          {(control) => (
            <Select
              {...control}
              value={request.entry}
              onChange={(event) => onChange({ ...request, entry: event.target.value, host: undefined })}
            >
              {entries.map(({ name, host }) => (
                <option key={name} value={name}>
                  {host === undefined ? name : `${name} (${host})`}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <div className="grid grid-cols-[88px_minmax(0,1fr)] gap-1.5">
        <Field label={t('method')}>
          {(control) => (
            <Select
              {...control}
              value={request.method}
              onChange={(event) => onChange({ ...request, method: event.target.value })}
            >
              {[...new Set([...methods, request.method])].map((method) => (
                <option key={method}>{method}</option>
              ))}
            </Select>
          )}
        </Field>
        <PathField value={request.path} onChange={(path) => onChange({ ...request, path })} />
      </div>
      {entry?.host?.startsWith('*.') && (
        <Field label={t('host')}>
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              value={request.host ?? ''}
              onChange={(event) => onChange({ ...request, host: event.target.value || undefined })}
            />
          )}
        </Field>
      )}
      <PartsField key={pasted} values={request} onChange={(values) => onChange({ ...request, ...values })} />
      <CurlField
        onRead={({ host: _, ...read }) => {
          onChange({ ...read, entry: request.entry, host: request.host })
          setPasted((count) => count + 1)
        }}
      />
    </div>
  )
}
