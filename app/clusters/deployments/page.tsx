import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BelowClusters } from '@/app/clusters/below-clusters'
import { orRefusal } from '@/app/clusters/or-refusal'
import { placeQuery, type SearchParams } from '@/app/clusters/place-query'
import { PlaceForm } from '@/components/imports/place-form'
import { MessageScope } from '@/components/message-scope'
import { RefreshEvery } from '@/components/refresh-every'
import { DeploymentTable } from '@/components/rollouts/deployment-table'
import { Alert } from '@/components/ui/alert'
import { EmptyState } from '@/components/ui/empty-state'
import { requirePage } from '@/lib/actions/require-page'
import { AppError } from '@/lib/errors'
import { listClusters } from '@/lib/services/clusters/list-clusters'
import { listNamespaces } from '@/lib/services/clusters/list-namespaces'
import type { ServiceContext } from '@/lib/services/context'
import { listDeployments } from '@/lib/services/rollouts/list-deployments'

type Place = { cluster: string; namespace: string }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('rollout'))('listTitle') }
}

export default async function DeploymentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage('viewer', '/clusters/deployments')
  const [t, { items }] = await Promise.all([getTranslations('rollout'), listClusters(ctx)])
  const clusters = items.map(({ name }) => name)
  const { cluster, namespace } = placeQuery(await searchParams, clusters)
  return (
    <MessageScope names={['rollout', 'imports']}>
      <BelowClusters title={t('listTitle')} lead={t('listLead')} />
      {cluster !== undefined && <Listed ctx={ctx} clusters={clusters} place={{ cluster, namespace }} />}
    </MessageScope>
  )
}

type ListedProps = { ctx: ServiceContext; clusters: readonly string[]; place: Place }

async function Listed({ ctx, clusters, place }: ListedProps) {
  const t = await getTranslations('rollout')
  const [namespaces, list] = await Promise.all([
    orRefusal(listNamespaces(ctx, { cluster: place.cluster })),
    orRefusal(listDeployments(ctx, place)),
  ])
  const names =
    namespaces instanceof AppError || namespaces === null ? [] : namespaces.map(({ name }) => name)
  return (
    <>
      <PlaceForm action="/clusters/deployments" clusters={clusters} namespaces={names} place={place} />
      {list instanceof AppError ? (
        <Alert tone="failed" title={list.toBody(ctx.language).message} />
      ) : list.items.length === 0 ? (
        <EmptyState title={t('noneTitle', { namespace: place.namespace })} />
      ) : (
        <>
          <RefreshEvery seconds={5} />
          <DeploymentTable list={list} />
        </>
      )}
    </>
  )
}
