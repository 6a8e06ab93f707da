import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BelowClusters } from '@/app/clusters/below-clusters'
import { orRefusal } from '@/app/clusters/or-refusal'
import { placeQuery, type SearchParams } from '@/app/clusters/place-query'
import { FoundImportCard } from '@/components/imports/found-import-card'
import { LossList } from '@/components/imports/loss-list'
import { PlaceForm } from '@/components/imports/place-form'
import { MessageScope } from '@/components/message-scope'
import { Alert } from '@/components/ui/alert'
import { EmptyState } from '@/components/ui/empty-state'
import { requirePage } from '@/lib/actions/require-page'
import { AppError } from '@/lib/errors'
import { listClusters } from '@/lib/services/clusters/list-clusters'
import { hasRole } from '@/lib/services/context'
import { findClusterImports } from '@/lib/services/imports/find-imports'
import type { FoundImports } from '@/lib/services/schemas/imports'
import { importAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('imports'))('title') }
}

export default async function ImportPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage('viewer', '/clusters/import')
  const [t, { items }] = await Promise.all([getTranslations('imports'), listClusters(ctx)])
  const clusters = items.map(({ name }) => name)
  const { cluster, namespace } = placeQuery(await searchParams, clusters)
  const found =
    cluster === undefined ? null : await orRefusal(findClusterImports(ctx, { cluster, namespace }))
  return (
    <MessageScope names={['imports', 'group', 'plan']}>
      <BelowClusters title={t('title')} lead={t('lead')} />
      {cluster !== undefined && (
        <PlaceForm
          action="/clusters/import"
          clusters={clusters}
          namespaces={found instanceof AppError || found === null ? [namespace] : found.namespaces}
          place={{ cluster, namespace }}
        />
      )}
      {found instanceof AppError ? (
        <Alert tone="failed" title={t('failed', { cluster: cluster ?? '', namespace })}>
          {found.toBody(ctx.language).message}
        </Alert>
      ) : (
        found !== null && <Found found={found} mayImport={hasRole(ctx.actor, 'operator')} />
      )}
    </MessageScope>
  )
}

async function Found({ found, mayImport }: { found: FoundImports; mayImport: boolean }) {
  const t = await getTranslations('imports')
  const { cluster, namespace, losses } = found
  return (
    <div className="space-y-5">
      {found.found.length === 0 ? (
        <EmptyState title={t('noneTitle', { namespace })}>{t('noneBody')}</EmptyState>
      ) : (
        <p role="status" className="font-medium">
          {t('found', { count: found.found.length })}
        </p>
      )}
      {found.found.map((one) => (
        <FoundImportCard
          key={one.fingerprint}
          found={one}
          place={{ cluster, namespace }}
          mayImport={mayImport}
          run={importAction}
        />
      ))}
      {losses.length > 0 && <LossList title={t('outside')} losses={losses} />}
    </div>
  )
}
