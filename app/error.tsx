'use client'

import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'

export default function ErrorPage({
  error,
  retry,
}: {
  error: Error & { digest?: string }
  retry: () => void
}) {
  const t = useTranslations('errors')
  const common = useTranslations('common')
  return (
    <>
      <PageHeader title={t('title')} />
      <Alert
        tone="failed"
        title={t('short')}
        action={
          <>
            <Button variant="primary" onClick={retry}>
              {common('retry')}
            </Button>
            <LinkButton href="/">{t('toOverview')}</LinkButton>
          </>
        }
      >
        <p>{t('body')}</p>
        {error.digest !== undefined && <p className="font-mono text-xs">{t('id', { id: error.digest })}</p>}
      </Alert>
    </>
  )
}
