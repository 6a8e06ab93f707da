import { getTranslations } from 'next-intl/server'
import { EmptyState } from '@/components/ui/empty-state'
import { Kbd } from '@/components/ui/kbd'
import { LinkButton } from '@/components/ui/link-button'

export default async function NotFoundPage() {
  const t = await getTranslations('errors')
  return (
    <div className="py-10">
      <EmptyState
        title={t('notFoundTitle')}
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
    </div>
  )
}
