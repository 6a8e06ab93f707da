'use client'

import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { CredentialActions, Said } from './credential-table'

type Props = { name: string; remove: CredentialActions['remove']; onDone: (said: Said) => void }

export function RemoveCredential({ name, remove, onDone }: Props) {
  const t = useTranslations('clusters.keys')
  const common = useTranslations('common')
  const [asking, setAsking] = useState(false)
  const [pending, start] = useTransition()
  const run = () =>
    start(async () => {
      const result = await remove({ name })
      setAsking(false)
      onDone(
        result.ok
          ? { tone: 'ok', text: t('removed', { name }) }
          : { tone: 'failed', text: t('refused', { name, message: result.error.message }) },
      )
    })
  return (
    <>
      <Button
        size="sm"
        variant="danger"
        aria-label={t('removeName', { name })}
        onClick={() => setAsking(true)}
      >
        {t('remove')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('removeTitle', { name })}
        footer={
          <>
            <Button autoFocus onClick={() => setAsking(false)}>
              {common('cancel')}
            </Button>
            <Button variant="danger" pending={pending} onClick={run}>
              {t('removeName', { name })}
            </Button>
          </>
        }
      >
        <p className="text-ink-2">{t('removeBody')}</p>
      </Dialog>
    </>
  )
}
