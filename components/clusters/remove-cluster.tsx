'use client'

import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { ClusterView } from '@/lib/services/schemas/clusters'
import type { ClusterActions } from './cluster-actions'

type Props = {
  cluster: ClusterView
  remove: ClusterActions['remove']
  onDone: (said: { tone: 'ok' | 'failed'; text: string }) => void
}

export function RemoveCluster({ cluster: { name, groups }, remove, onDone }: Props) {
  const t = useTranslations('clusters')
  const common = useTranslations('common')
  const [asking, setAsking] = useState(false)
  const [pending, start] = useTransition()
  const run = () =>
    start(async () => {
      const result = await remove({ cluster: name })
      setAsking(false)
      onDone(
        result.ok
          ? { tone: 'ok', text: t('removed', { name }) }
          : { tone: 'failed', text: t('failed', { message: result.error.message }) },
      )
    })
  return (
    <>
      <Button
        size="sm"
        variant="danger"
        aria-label={t('removeName', { name })}
        disabledReason={groups > 0 ? t('removeInUse', { count: groups }) : undefined}
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
