'use client'

import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import type { ActionResult } from '@/components/action-result'
import { Button } from '@/components/ui/button'

export function SignOutButton({ action }: { action: () => Promise<ActionResult<null>> }) {
  const t = useTranslations('shell')
  const [pending, start] = useTransition()
  const signOut = () =>
    start(async () => {
      await action()
      window.location.assign('/sign-in')
    })
  return (
    <Button size="sm" variant="ghost" pending={pending} onClick={signOut}>
      {t('signOut')}
    </Button>
  )
}
