'use client'

import { useTranslations } from 'next-intl'
import { useActionState, useEffect } from 'react'
import type { ActionResult } from '@/components/action-result'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { ErrorBody } from '@/lib/errors'

type SignIn = (previous: unknown, form: FormData) => Promise<ActionResult<{ name: string }>>

export function SignInForm({ action, next }: { action: SignIn; next: string }) {
  const t = useTranslations('signIn')
  const [state, submit, pending] = useActionState(action, null)
  const done = state?.ok === true
  useEffect(() => {
    // A full load: nothing that was drawn for a stranger may stay on the page.
    if (done) window.location.assign(next)
  }, [done, next])
  return (
    <form action={submit} className="flex flex-col gap-3">
      <Field label={t('email')}>
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="username" required autoFocus />
        )}
      </Field>
      <Field label={t('password')}>
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="current-password" required />
        )}
      </Field>
      <Button type="submit" variant="primary" pending={pending || done}>
        {t('submit')}
      </Button>
      {state?.ok === false && <Alert tone="failed" title={textOf(state.error, t)} />}
    </form>
  )
}

function textOf(error: ErrorBody, t: ReturnType<typeof useTranslations<'signIn'>>): string {
  if (error.code === 'Unauthenticated') return t('wrong')
  if (error.code === 'TooMany')
    return t('tooMany', { seconds: Number(error.details?.retryAfterSeconds ?? 60) })
  if (error.code === 'Invalid') return t('missing')
  return t('failed', { message: error.id === undefined ? error.message : `${error.message} ${error.id}` })
}
