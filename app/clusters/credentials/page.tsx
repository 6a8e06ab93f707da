import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BelowClusters } from '@/app/clusters/below-clusters'
import { CredentialForm } from '@/components/credentials/credential-form'
import { CredentialTable } from '@/components/credentials/credential-table'
import { MessageScope } from '@/components/message-scope'
import { EmptyState } from '@/components/ui/empty-state'
import { requirePage } from '@/lib/actions/require-page'
import { hasRole } from '@/lib/services/context'
import { findCredentials } from '@/lib/services/credentials/credentials'
import { removeCredentialAction, saveCredentialAction, testCredentialAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('clusters.keys'))('title') }
}

export default async function CredentialsPage() {
  const ctx = await requirePage('viewer', '/clusters/credentials')
  const t = await getTranslations('clusters.keys')
  const keys = hasRole(ctx.actor, 'admin') ? (await findCredentials(ctx)).items : null
  return (
    <MessageScope names={['clusters', 'group']}>
      <BelowClusters title={t('title')} lead={t('lead')} />
      {keys === null && <p className="text-ink-2">{t('adminOnly')}</p>}
      {keys?.length === 0 && <EmptyState title={t('emptyTitle')}>{t('emptyBody')}</EmptyState>}
      {keys !== null && keys.length > 0 && (
        <CredentialTable
          credentials={keys}
          actions={{ test: testCredentialAction, remove: removeCredentialAction }}
        />
      )}
      {keys !== null && (
        <section aria-labelledby="add-key" className="mt-8">
          <h2 id="add-key" className="mb-3 font-semibold text-base">
            {t('addTitle')}
          </h2>
          <CredentialForm save={saveCredentialAction} />
        </section>
      )}
    </MessageScope>
  )
}
