import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BelowClusters } from '@/app/clusters/below-clusters'
import { orRefusal } from '@/app/clusters/or-refusal'
import { placeQuery, type SearchParams } from '@/app/clusters/place-query'
import { GovernancePanel } from '@/components/governance/governance-panel'
import { PlaceForm } from '@/components/imports/place-form'
import { MessageScope } from '@/components/message-scope'
import { QueryProvider } from '@/components/query-provider'
import { Alert } from '@/components/ui/alert'
import { requirePage } from '@/lib/actions/require-page'
import { AppError } from '@/lib/errors'
import { getGovernance } from '@/lib/services/clusters/get-governance'
import { listClusters } from '@/lib/services/clusters/list-clusters'
import { listNamespaces } from '@/lib/services/clusters/list-namespaces'
import { hasRole, type ServiceContext } from '@/lib/services/context'
import { enableGovernanceAction, mendGovernanceAction } from './actions'

type Place = { cluster: string; namespace: string }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('governance'))('pageTitle') }
}

export default async function GovernancePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage('viewer', '/clusters/governance')
  const [t, { items }] = await Promise.all([getTranslations('governance'), listClusters(ctx)])
  const clusters = items.map(({ name }) => name)
  const { cluster, namespace } = placeQuery(await searchParams, clusters)
  return (
    <MessageScope names={['governance', 'imports']}>
      <BelowClusters title={t('pageTitle')} lead={t('lead')} />
      {cluster !== undefined && <Checked ctx={ctx} clusters={clusters} place={{ cluster, namespace }} />}
    </MessageScope>
  )
}

/** A sentence names no more namespaces than these. */
const mostNamed = 12

type CheckedProps = { ctx: ServiceContext; clusters: readonly string[]; place: Place }

async function Checked({ ctx, clusters, place }: CheckedProps) {
  const t = await getTranslations('governance')
  const [namespaces, governance] = await Promise.all([
    orRefusal(listNamespaces(ctx, { cluster: place.cluster })),
    orRefusal(getGovernance(ctx, place)),
  ])
  const switches = namespaces instanceof AppError || namespaces === null ? [] : namespaces
  const on = switches.filter(({ isOn }) => isOn).map(({ name }) => name)
  const named = on.length > mostNamed ? [...on.slice(0, mostNamed), '…'] : on
  return (
    <>
      <PlaceForm
        action="/clusters/governance"
        clusters={clusters}
        namespaces={switches.map(({ name }) => name)}
        place={place}
      />
      {switches.length > 0 && (
        <p className="mb-4 text-ink-2">
          {t('switches', { on: on.length, names: named.join(', '), off: switches.length - on.length })}
        </p>
      )}
      {governance instanceof AppError ? (
        <Alert tone="failed" title={t('failed', { message: governance.toBody(ctx.language).message })} />
      ) : (
        <QueryProvider>
          <GovernancePanel
            key={`${place.cluster}/${place.namespace}`}
            start={governance}
            mayOperate={hasRole(ctx.actor, 'operator')}
            enable={enableGovernanceAction}
            mend={mendGovernanceAction}
          />
        </QueryProvider>
      )}
    </>
  )
}
