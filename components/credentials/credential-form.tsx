'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import type { ActionResult } from '@/components/action-result'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { useAction } from '@/components/use-action'
import type { SaveCredentialInput } from '@/lib/services/schemas/credentials'

type Props = { save: (input: SaveCredentialInput) => Promise<ActionResult<void>> }

const empty = { name: '', accessKeyId: '', accessKeySecret: '', endpoint: '' }
const fields = ['name', 'accessKeyId', 'accessKeySecret', 'endpoint'] as const

/** An access key to keep; its secret leaves the page with the form and never comes back. */
export function CredentialForm({ save }: Props) {
  const t = useTranslations('clusters.keys')
  const [input, setInput] = useState(empty)
  const [tried, setTried] = useState(false)
  const [saved, setSaved] = useState<string | null>(null)
  const { run, pending, failure } = useAction(save)
  const refused = failure?.kind === 'refused' ? (failure.error.fields ?? {}) : {}
  const isMissing = (name: (typeof fields)[number]) => name !== 'endpoint' && input[name].trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    setSaved(null)
    if (fields.some(isMissing)) return
    const { endpoint, ...key } = input
    run(endpoint.trim() === '' ? key : { ...key, endpoint }, () => {
      setSaved(key.name)
      setInput(empty)
      setTried(false)
    })
  }
  return (
    <form onSubmit={submit} noValidate autoComplete="off" className="flex max-w-2xl flex-col gap-3">
      {fields.map((name) => (
        <Field
          key={name}
          label={t(name)}
          hint={t(`${name}Hint`)}
          errors={[...(tried && isMissing(name) ? [t('missing')] : []), ...(refused[name] ?? [])]}
        >
          {(control) => (
            <Input
              {...control}
              type={name === 'accessKeySecret' ? 'password' : 'text'}
              autoComplete={name === 'accessKeySecret' ? 'new-password' : 'off'}
              spellCheck={false}
              className="font-mono text-xs"
              value={input[name]}
              onChange={(event) => setInput({ ...input, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          {t('save')}
        </Button>
      </div>
      <ActionFailureAlert failure={failure} />
      {saved !== null && <Alert tone="ok" title={t('saved', { name: saved })} />}
    </form>
  )
}
