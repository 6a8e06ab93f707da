'use client'

import { useTranslations } from 'next-intl'
import { RemoveButton } from '@/components/ui/remove-button'
import type { ClusterView } from '@/lib/services/schemas/clusters'
import type { ClusterActions } from './cluster-actions'

type Props = {
  cluster: ClusterView
  remove: ClusterActions['remove']
  onDone: (said: { tone: 'ok' | 'failed'; text: string }) => void
}

export function RemoveCluster({ cluster: { name, groups }, remove, onDone }: Props) {
  const t = useTranslations('clusters')
  const run = async () => {
    const result = await remove({ cluster: name })
    onDone(
      result.ok
        ? { tone: 'ok', text: t('removed', { name }) }
        : { tone: 'failed', text: t('failed', { message: result.error.message }) },
    )
  }
  return (
    <RemoveButton
      label={t('remove')}
      name={t('removeName', { name })}
      title={t('removeTitle', { name })}
      body={t('removeBody')}
      disabledReason={groups > 0 ? t('removeInUse', { count: groups }) : undefined}
      remove={run}
    />
  )
}
