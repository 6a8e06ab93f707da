import 'server-only'
import { listClusters } from '@/lib/db/clusters'
import { type ListedGroup, listLaneGroupPage } from '@/lib/db/lane-group-list'
import { listOperationDetails } from '@/lib/db/operations'
import { unfinishedStates } from '@/lib/domain/operation'
import { AppError } from '@/lib/errors'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { getTraffic } from '@/lib/services/lane-groups/get-traffic'
import { toGroupSummary } from '@/lib/services/lane-groups/group-summary'
import type { DashboardView, Waiting } from '@/lib/services/schemas/dashboard'
import type { OperationView } from '@/lib/services/schemas/operations'
import type { TrafficView } from '@/lib/services/schemas/traffic'

const shownGroups = 12
const waitingGroups = 20
const trafficWindow = 300

/** The groups changed last with their traffic, what runs, and what waits for a person. */
export async function getDashboard(ctx: ServiceContext): Promise<DashboardView> {
  requireRole(ctx, 'viewer')
  const [page, failed, pending, clusters, running] = await Promise.all([
    listLaneGroupPage(ctx.db, { sort: 'updated', limit: shownGroups }),
    listLaneGroupPage(ctx.db, { sort: 'updated', limit: waitingGroups, state: 'failed' }),
    listLaneGroupPage(ctx.db, { sort: 'updated', limit: waitingGroups, state: 'pending' }),
    listClusters(ctx.db),
    listRunning(ctx),
  ])
  const failures = await Promise.all(failed.items.map((group) => failureOf(ctx, group)))
  return {
    groups: await Promise.all(page.items.map((group) => describe(ctx, group))),
    totalGroups: page.total,
    running,
    waiting: [
      ...failures,
      ...running.filter(({ state }) => state === 'waiting').map(waitingOperation),
      ...pending.items.map(notPushed),
      ...clusters.filter(({ reachable }) => reachable === false).map(unreachable),
    ],
    clusters: clusters.map(({ name, reachable, problem }) => ({ name, reachable, problem })),
  }
}

async function listRunning(ctx: ServiceContext): Promise<OperationView[]> {
  const lists = await Promise.all(
    unfinishedStates.map((state) => listOperationDetails(ctx.db, { state, limit: waitingGroups })),
  )
  return lists.flat().sort((one, other) => other.createdAt.localeCompare(one.createdAt))
}

async function describe(ctx: ServiceContext, group: ListedGroup): Promise<DashboardView['groups'][number]> {
  const traffic = group.pushedRevision === null ? null : await trafficOf(ctx, group.name)
  const entered = group.document.spec.entries[0]?.application
  const versions = traffic?.applications.find(({ application }) => application === entered)?.versions
  const isMeasured = traffic !== null && traffic.asOf !== null && versions !== undefined
  return {
    summary: toGroupSummary(group),
    traffic,
    rps: isMeasured ? sumOf(versions.map(({ rps }) => rps)) : null,
  }
}

/** Null where a part is not known. */
function sumOf(parts: readonly (number | null)[]): number | null {
  return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0)
}

/** A page of many groups does not fail because one of their clusters does. */
async function trafficOf(ctx: ServiceContext, group: string): Promise<TrafficView | null> {
  try {
    return await getTraffic(ctx, { group, window: trafficWindow })
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

async function failureOf(ctx: ServiceContext, { name, cluster }: ListedGroup): Promise<Waiting> {
  const [operation] = await listOperationDetails(ctx.db, { groupName: name, limit: 1 })
  return {
    kind: 'operation-failed',
    group: name,
    cluster,
    operation: operation?.id ?? null,
    message: operation?.error?.message ?? 'The last operation failed.',
  }
}

function waitingOperation({ id, group, cluster, steps }: OperationView): Waiting {
  const stuck = steps.flatMap(({ objects }) => objects).find(({ result }) => result === 'waiting')
  const message = stuck?.message ?? 'Waits for objects to get ready.'
  return { kind: 'operation-waiting', group, cluster, operation: id, message }
}

function notPushed({ name, cluster, revision, pushedRevision }: ListedGroup): Waiting {
  const message = `Revision ${revision} is saved; the cluster has revision ${pushedRevision ?? 0}.`
  return { kind: 'not-pushed', group: name, cluster, operation: null, message }
}

function unreachable({ name, problem }: { name: string; problem: string | null }): Waiting {
  const message = problem ?? 'The cluster does not answer.'
  return { kind: 'cluster-unreachable', group: null, cluster: name, operation: null, message }
}
