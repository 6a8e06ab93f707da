import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BelowClusters } from '@/app/clusters/below-clusters'
import { placeQuery, type SearchParams } from '@/app/clusters/place-query'
import { MessageScope } from '@/components/message-scope'
import { PastedEditor } from '@/components/pasted/pasted-editor'
import { requirePage } from '@/lib/actions/require-page'
import { listClusters } from '@/lib/services/clusters/list-clusters'
import { hasRole } from '@/lib/services/context'
import { applyPastedAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('apply'))('title') }
}

export default async function ApplyPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage('viewer', '/clusters/apply')
  const [t, { items }] = await Promise.all([getTranslations('apply'), listClusters(ctx)])
  const clusters = items.map(({ name }) => name)
  const { cluster, namespace } = placeQuery(await searchParams, clusters)
  return (
    <MessageScope names={['apply', 'group', 'plan']}>
      <BelowClusters title={t('title')} lead={t('lead')} />
      {cluster !== undefined && (
        <PastedEditor
          clusters={clusters}
          place={{ cluster, namespace }}
          mayApply={hasRole(ctx.actor, 'operator')}
          run={applyPastedAction}
        />
      )}
    </MessageScope>
  )
}
