import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { groupLanes } from '@/app/groups/[group]/group-lanes'
import { loadGroup } from '@/app/groups/[group]/load-group'
import { orNotFound } from '@/app/groups/or-not-found'
import { QueryProvider } from '@/components/query-provider'
import { ProbePanel } from '@/components/traffic/probe-panel'
import { TrafficLive } from '@/components/traffic/traffic-live'
import { parseWindow } from '@/components/traffic/traffic-summary'
import { requirePage } from '@/lib/actions/require-page'
import { groupPath } from '@/lib/queries/group-path'
import { hasRole } from '@/lib/services/context'
import { getTraffic } from '@/lib/services/lane-groups/get-traffic'

type Props = {
  params: Promise<{ group: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ group }, t] = await Promise.all([params, getTranslations('traffic')])
  return { title: `${t('title')} · ${group}` }
}

export default async function TrafficPage({ params, searchParams }: Props) {
  const [{ group }, search] = await Promise.all([params, searchParams])
  const ctx = await requirePage('viewer', groupPath(group, 'traffic'))
  const window = typeof search.window === 'string' ? parseWindow(search.window) : parseWindow(null)
  const view = await loadGroup(ctx, group)
  const traffic = await orNotFound(getTraffic(ctx, { group, window }))
  const lanes = groupLanes(view)
  return (
    <div className="space-y-7">
      <QueryProvider>
        <TrafficLive
          group={group}
          lanes={lanes.map(({ tag }) => tag)}
          initial={traffic}
          renderedAt={ctx.now().getTime()}
        />
      </QueryProvider>
      <ProbePanel
        group={group}
        entries={view.document.spec.entries}
        lanes={lanes}
        mayOperate={hasRole(ctx.actor, 'operator')}
      />
    </div>
  )
}
