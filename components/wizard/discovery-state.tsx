'use client'

import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { useFailureText } from '@/components/use-failure-text'

type Props = {
  cluster: string
  namespace: string
  isReading: boolean
  error: Error | null
  found: { entries: number; applications: number } | null
  onRetry: () => void
}

/** What stands in the place of the doors while there are none to choose from. */
export function DiscoveryState({ cluster, namespace, isReading, error, found, onRetry }: Props) {
  const t = useTranslations('wizard.scope')
  const applications = useTranslations('wizard.applications')
  const common = useTranslations('common')
  const failureText = useFailureText()
  const again = (
    <Button size="sm" pending={isReading} onClick={onRetry}>
      {common('retry')}
    </Button>
  )
  if (error !== null)
    return (
      <Alert tone="failed" title={t('failed', { cluster })} action={again}>
        {t('failedDo', { message: failureText(error) })}
      </Alert>
    )
  if (found === null)
    return (
      <div aria-busy="true">
        <p className="text-ink-2">{t('reading', { namespace })}</p>
        <Skeleton className="mt-2 h-9" />
      </div>
    )
  if (found.applications === 0)
    return (
      <Alert tone="attention" title={applications('none', { namespace })} action={again}>
        {applications('noneDo')}
      </Alert>
    )
  if (found.entries > 0) return null
  return (
    <Alert tone="attention" title={t('noEntry', { namespace })} action={again}>
      {t('noEntryDo')}
    </Alert>
  )
}
