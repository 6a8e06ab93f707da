import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { ClusterHealth } from '@/components/dashboard/cluster-health'
import { GroupOverview } from '@/components/dashboard/group-overview'
import { RunningOperation } from '@/components/dashboard/running-operation'
import { WaitingList } from '@/components/dashboard/waiting-list'
import { MessageScope } from '@/components/message-scope'
import { RefreshEvery } from '@/components/refresh-every'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { requirePage } from '@/lib/actions/require-page'
import { hasRole } from '@/lib/services/context'
import { getDashboard } from '@/lib/services/dashboard/get-dashboard'
import type { DashboardView } from '@/lib/services/schemas/dashboard'

export async function generateMetadata(): Promise<Metadata> {
  return { title: { absolute: `${(await getTranslations('dashboard'))('title')} · Lanekeeper` } }
}

export default async function DashboardPage() {
  const ctx = await requirePage('viewer', '/')
  const dashboard = await getDashboard(ctx)
  const t = await getTranslations('dashboard')
  if (dashboard.clusters.length === 0 || dashboard.totalGroups === 0)
    return <FirstSteps dashboard={dashboard} canCreate={hasRole(ctx.actor, 'operator')} />
  const lanes = dashboard.groups
    .filter(({ summary }) => summary.pushedRevision !== null)
    .flatMap(({ summary }) => summary.lanes)
    .filter(({ state }) => state === 'active')
  return (
    <>
      <RefreshEvery seconds={5} />
      <PageHeader
        title={t('title')}
        actions={
          hasRole(ctx.actor, 'operator') && (
            <LinkButton variant="primary" href="/groups/new">
              {t('newGroup')}
            </LinkButton>
          )
        }
      >
        {t('summary', {
          lanes: lanes.length,
          running: dashboard.running.length,
          waiting: dashboard.waiting.length,
        })}
      </PageHeader>
      <div className="grid gap-x-7 gap-y-6 lg:grid-cols-[minmax(0,1fr)_330px]">
        <div className="min-w-0">
          <GroupOverview groups={dashboard.groups} />
          <p className="mt-2.5 text-ink-3">
            {t('shown', { shown: dashboard.groups.length, total: dashboard.totalGroups })}
            {' · '}
            <Link href="/groups" className="underline">
              {t('showAll')}
            </Link>
          </p>
        </div>
        <SideColumn dashboard={dashboard} />
      </div>
    </>
  )
}

async function SideColumn({ dashboard: { running, waiting, clusters } }: { dashboard: DashboardView }) {
  const t = await getTranslations('dashboard')
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <section aria-labelledby="running">
        <SideTitle id="running">{t('running')}</SideTitle>
        {running.length === 0 ? (
          <p className="text-ink-2">{t('runningNone')}</p>
        ) : (
          <MessageScope names={['dashboard']}>
            <ul className="rounded-[9px] border border-line bg-panel">
              {running.map((operation) => (
                <RunningOperation key={operation.id} initial={operation} />
              ))}
            </ul>
          </MessageScope>
        )}
      </section>
      <section aria-labelledby="waiting">
        <SideTitle id="waiting">{t('waiting')}</SideTitle>
        <WaitingList waiting={waiting} />
      </section>
      <section aria-labelledby="health">
        <SideTitle id="health">{t('health')}</SideTitle>
        <ClusterHealth clusters={clusters} />
      </section>
    </div>
  )
}

function SideTitle({ id, children }: { id: string; children: string }) {
  return (
    <h2 id={id} className="mb-2 font-semibold">
      {children}
    </h2>
  )
}

async function FirstSteps({ dashboard, canCreate }: { dashboard: DashboardView; canCreate: boolean }) {
  const t = await getTranslations('dashboard')
  const step = dashboard.clusters.length === 0 ? 'noCluster' : 'noGroup'
  return (
    <>
      <PageHeader title={t('title')} />
      <EmptyState
        title={t(`${step}Title`)}
        action={
          canCreate && (
            <LinkButton variant="primary" href={step === 'noCluster' ? '/clusters' : '/groups/new'}>
              {t(step === 'noCluster' ? 'addCluster' : 'newGroup')}
            </LinkButton>
          )
        }
      >
        {t(`${step}Body`)}
      </EmptyState>
      {dashboard.clusters.length > 0 && (
        <section aria-labelledby="health" className="mt-6 max-w-md">
          <SideTitle id="health">{t('health')}</SideTitle>
          <ClusterHealth clusters={dashboard.clusters} />
        </section>
      )}
    </>
  )
}
