import 'server-only'
import { getConnection } from '@/lib/db/clusters'
import { listLaneGroupPage } from '@/lib/db/lane-group-list'
import type { LaneGroupRecord } from '@/lib/db/lane-groups'
import { AppError } from '@/lib/errors'
import { connect } from '@/lib/k8s/connect'
import { logUnexpected } from '@/lib/log'
import type { ServiceContext } from '@/lib/services/context'
import { createScrapeSource, stopSampling } from '@/lib/traffic/scrape-source'
import { trafficTarget } from './traffic-target'

const everyMs = 5000
/** Groups that are measured though nobody looks: those changed last. */
const mostKept = 20

/** Measures the pushed groups now and then, so that a page that is opened shows what came before. */
export function startKeepingTraffic(ctx: ServiceContext): { stop(): void } {
  let isUnderWay = false
  const turn = async () => {
    if (isUnderWay) return
    isUnderWay = true
    await keepAll(ctx).catch((error: unknown) => logUnexpected(error, { area: 'traffic' }))
    isUnderWay = false
  }
  const timer = setInterval(() => void turn(), everyMs)
  timer.unref()
  void turn()
  return {
    stop() {
      clearInterval(timer)
      stopSampling()
    },
  }
}

async function keepAll(ctx: ServiceContext): Promise<void> {
  const { items } = await listLaneGroupPage(ctx.db, { sort: 'updated', limit: mostKept })
  const live = items.filter(({ pushedRevision, state }) => pushedRevision !== null || state === 'running')
  await Promise.all(live.map((group) => keepOne(ctx, group)))
}

async function keepOne(ctx: ServiceContext, group: LaneGroupRecord): Promise<void> {
  try {
    const cluster = connect(await getConnection(ctx.db, { id: group.clusterId }))
    await createScrapeSource(group.clusterId, cluster).keep(trafficTarget(group.document))
  } catch (error) {
    // A cluster that is away is told of where its groups are looked at.
    if (!(error instanceof AppError)) throw error
  }
}
