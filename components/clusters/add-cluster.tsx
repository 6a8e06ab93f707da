'use client'

import { useTranslations } from 'next-intl'
import { type ChangeEvent, type FormEvent, useState, useTransition } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import type { ErrorBody } from '@/lib/errors'
import type { ClusterView } from '@/lib/services/schemas/clusters'
import type { ClusterActions } from './cluster-actions'
import { isClusterName, maxKubeconfigBytes } from './cluster-input'

const empty = { name: '', kubeconfig: '', context: '' }

export function AddCluster({ create }: { create: ClusterActions['create'] }) {
  const t = useTranslations('clusters')
  const [input, setInput] = useState(empty)
  const [tried, setTried] = useState(false)
  const [tooLarge, setTooLarge] = useState(false)
  const [error, setError] = useState<ErrorBody | null>(null)
  const [added, setAdded] = useState<ClusterView | null>(null)
  const [pending, start] = useTransition()
  const change = (part: Partial<typeof empty>) => setInput((now) => ({ ...now, ...part }))
  const nameWrong = (tried || input.name !== '') && !isClusterName(input.name)
  const kubeconfigMissing = tried && input.kubeconfig.trim() === ''
  const fieldErrors = (name: string) => error?.fields?.[name] ?? []

  const chooseFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    if (file === undefined) return
    setTooLarge(file.size > maxKubeconfigBytes)
    if (file.size <= maxKubeconfigBytes) change({ kubeconfig: await file.text() })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isClusterName(input.name) || input.kubeconfig.trim() === '') return
    const { context, ...required } = input
    start(async () => {
      const result = await create(context === '' ? required : { ...required, context })
      setError(result.ok ? null : result.error)
      setAdded(result.ok ? result.data : null)
      if (!result.ok) return
      setInput(empty)
      setTried(false)
    })
  }

  return (
    <form onSubmit={submit} noValidate className="flex max-w-2xl flex-col gap-3">
      <Field
        label={t('name')}
        hint={t('nameHint')}
        errors={[...(nameWrong ? [t('nameError')] : []), ...fieldErrors('name')]}
      >
        {(control) => (
          <Input {...control} value={input.name} onChange={(event) => change({ name: event.target.value })} />
        )}
      </Field>
      <Field
        label={t('kubeconfig')}
        hint={t('kubeconfigHint')}
        errors={[...(kubeconfigMissing ? [t('kubeconfigMissing')] : []), ...fieldErrors('kubeconfig')]}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={8}
            className="font-mono text-xs"
            value={input.kubeconfig}
            onChange={(event) => change({ kubeconfig: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('file')} errors={tooLarge ? [t('fileTooLarge')] : []}>
        {(control) => (
          <input
            {...control}
            type="file"
            onChange={chooseFile}
            className="max-w-full file:mr-3 file:min-h-8 file:rounded-[7px] file:border file:border-line file:bg-panel file:px-3 file:font-medium file:text-ink"
          />
        )}
      </Field>
      <Field label={t('context')} hint={t('contextHint')} errors={fieldErrors('context')}>
        {(control) => (
          <Input
            {...control}
            value={input.context}
            onChange={(event) => change({ context: event.target.value })}
          />
        )}
      </Field>
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          {t('add')}
        </Button>
      </div>
      {error !== null && <Alert tone="failed" title={t('failed', { message: error.message })} />}
      {added !== null && <AddedCluster cluster={added} />}
    </form>
  )
}

function AddedCluster({ cluster: { name, reachable, problem } }: { cluster: ClusterView }) {
  const t = useTranslations('clusters')
  return reachable === false ? (
    <Alert tone="attention" title={t('addedUnreachable', { name, problem: problem ?? '' })} />
  ) : (
    <Alert tone="ok" title={t('added', { name })} />
  )
}
