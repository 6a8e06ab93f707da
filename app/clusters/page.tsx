import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AddCluster } from '@/components/clusters/add-cluster'
import { ClusterTable } from '@/components/clusters/cluster-table'
import { MessageScope } from '@/components/message-scope'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { requirePage } from '@/lib/actions/require-page'
import { listClusters } from '@/lib/services/clusters/list-clusters'
import { hasRole } from '@/lib/services/context'
import { checkClusterAction, createClusterAction, deleteClusterAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('clusters'))('title') }
}

export default async function ClustersPage() {
  const ctx = await requirePage('viewer', '/clusters')
  const [t, imports, apply, governance, rollout, { items }] = await Promise.all([
    getTranslations('clusters'),
    getTranslations('imports'),
    getTranslations('apply'),
    getTranslations('governance'),
    getTranslations('rollout'),
    listClusters(ctx),
  ])
  const isAdmin = hasRole(ctx.actor, 'admin')
  return (
    <MessageScope names={['clusters']}>
      <PageHeader
        title={t('title')}
        actions={
          items.length > 0 && (
            <>
              {isAdmin && <LinkButton href="/clusters/credentials">{t('keys.open')}</LinkButton>}
              <LinkButton href="/clusters/deployments">{rollout('open')}</LinkButton>
              <LinkButton href="/clusters/governance">{governance('open')}</LinkButton>
              <LinkButton href="/clusters/import">{imports('open')}</LinkButton>
              <LinkButton href="/clusters/apply">{apply('open')}</LinkButton>
            </>
          )
        }
      >
        {t('lead')}
      </PageHeader>
      {items.length === 0 ? (
        <EmptyState title={t('emptyTitle')}>{t('emptyBody')}</EmptyState>
      ) : (
        <ClusterTable
          clusters={items}
          actions={{ check: checkClusterAction, remove: deleteClusterAction }}
          can={{ check: hasRole(ctx.actor, 'operator'), remove: isAdmin }}
        />
      )}
      <section aria-labelledby="add-cluster" className="mt-8">
        <h2 id="add-cluster" className="mb-3 font-semibold text-base">
          {t('addTitle')}
        </h2>
        {isAdmin ? (
          <AddCluster create={createClusterAction} />
        ) : (
          <p className="text-ink-2">{t('adminOnly')}</p>
        )}
      </section>
    </MessageScope>
  )
}
