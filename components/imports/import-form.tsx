'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import type { ActionResult } from '@/components/action-result'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { useAction } from '@/components/use-action'
import { groupPath } from '@/lib/queries/group-path'

type Place = { cluster: string; namespace: string }
type Chosen = Place & { fingerprint: string; name: string }

type Props = {
  place: Place
  fingerprint: string
  suggested: string
  blocked: boolean
  mayImport: boolean
  run: (input: Chosen) => Promise<ActionResult<{ group: string }>>
}

/** The name and the click; the group's plan stands behind it. */
export function ImportForm({ place, fingerprint, suggested, blocked, mayImport, run }: Props) {
  const t = useTranslations('imports')
  const router = useRouter()
  const [name, setName] = useState(suggested)
  const { run: start, pending, failure } = useAction(run)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    start({ ...place, fingerprint, name }, ({ group }) => router.push(groupPath(group, 'plan')))
  }
  const reason = mayImport ? (blocked ? t('blocked') : undefined) : t('needsRole')
  return (
    <form onSubmit={submit} className="mt-4 space-y-3 border-line-2 border-t pt-3">
      <div className="flex flex-wrap items-start gap-3">
        <Field label={t('name')} hint={t('nameHint')} className="w-72 max-w-full">
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={63}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" pending={pending} disabledReason={reason} className="mt-6">
          {pending ? t('importing') : t('import')}
        </Button>
      </div>
      <ActionFailureAlert failure={failure} />
    </form>
  )
}
