import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { adoptDriftAction, reapplyDriftAction, setAutoHealAction } from '@/app/groups/[group]/actions'
import { groupLanes } from '@/app/groups/[group]/group-lanes'
import { loadGroup } from '@/app/groups/[group]/load-group'
import { orNotFound } from '@/app/groups/or-not-found'
import { DriftPanel } from '@/components/drift/drift-panel'
import { GroupFacts } from '@/components/lanes/group-facts'
import { LaneTable } from '@/components/lanes/lane-table'
import { VersionMatrix } from '@/components/lanes/version-matrix'
import { QueryProvider } from '@/components/query-provider'
import { RefreshEvery } from '@/components/refresh-every'
import { RuleList } from '@/components/rules/rule-list'
import { EmptyState } from '@/components/ui/empty-state'
import { requirePage } from '@/lib/actions/require-page'
import { groupPath } from '@/lib/queries/group-path'
import { hasRole } from '@/lib/services/context'
import { getDrift } from '@/lib/services/drift/get-drift'

type Props = { params: Promise<{ group: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).group }
}

export default async function GroupPage({ params }: Props) {
  const { group } = await params
  const ctx = await requirePage('viewer', groupPath(group))
  const [t, view] = await Promise.all([getTranslations('lanes'), loadGroup(ctx, group)])
  const drift = await orNotFound(getDrift(ctx, { group }))
  const { document, status, lint } = view
  const { applications, cluster, namespace, rules } = document.spec
  return (
    <div className="grid items-start gap-x-8 gap-y-7 lg:grid-cols-[minmax(0,1fr)_300px]">
      <RefreshEvery seconds={5} />
      <div className="min-w-0 space-y-7">
        <div>
          <h2 className="mb-1 font-medium text-base">{t('title')}</h2>
          {status.lanes.length === 0 ? (
            <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>
          ) : (
            <>
              <LaneTable
                group={group}
                lanes={status.lanes}
                applications={applications.map(({ name }) => name)}
              />
              <p className="mt-1.5 text-ink-3 text-xs">{t('legend')}</p>
            </>
          )}
        </div>
        <QueryProvider>
          <DriftPanel
            group={group}
            initial={drift}
            renderedAt={Date.now()}
            mayOperate={hasRole(ctx.actor, 'operator')}
            actions={{ adopt: adoptDriftAction, reapply: reapplyDriftAction, setAutoHeal: setAutoHealAction }}
          />
        </QueryProvider>
        <div>
          <h2 className="mb-2 font-medium text-base">{t('rulesTitle')}</h2>
          <RuleList rules={rules} lanes={groupLanes(view)} lint={lint} />
        </div>
        <div>
          <h2 className="mb-1 font-medium text-base">{t('matrix')}</h2>
          <VersionMatrix
            group={group}
            place={{ cluster, namespace }}
            applications={applications}
            lanes={status.lanes}
          />
        </div>
      </div>
      <GroupFacts view={view} />
    </div>
  )
}
