import { getTranslations } from 'next-intl/server'
import { EmptyState } from '@/components/ui/empty-state'
import { Kbd } from '@/components/ui/kbd'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'

export default async function NotFoundPage() {
  const t = await getTranslations('errors')
  return (
    <>
      <PageHeader title={t('notFoundTitle')} />
      <EmptyState
        title={t('notFoundDo')}
        action={
          <>
            <LinkButton variant="primary" href="/groups">
              {t('toGroups')}
            </LinkButton>
            <LinkButton href="/">{t('toOverview')}</LinkButton>
          </>
        }
      >
        {t.rich('notFoundBody', { key: () => <Kbd>⌘K</Kbd> })}
      </EmptyState>
    </>
  )
}
