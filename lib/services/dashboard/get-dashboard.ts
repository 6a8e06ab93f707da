import { toOperationView } from '@/lib/services/operations/operation-view'
import { say } from '@/lib/words/sentence'
import { translate } from '@/lib/words/translate'
import 'server-only'
import { type ClusterRecord, listClusters } from '@/lib/db/clusters'
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
      ...running
        .filter(({ state }) => state === 'waiting')
        .map((operation) => waitingOperation(ctx, operation)),
      ...pending.items.map((group) => notPushed(ctx, group)),
      ...clusters.filter(({ reachable }) => reachable === false).map((cluster) => unreachable(ctx, cluster)),
    ],
    clusters: clusters.map(({ name, reachable, problem }) => ({
      name,
      reachable,
      problem: problem === null ? null : translate(problem, ctx.language),
    })),
  }
}

async function listRunning(ctx: ServiceContext): Promise<OperationView[]> {
  const lists = await Promise.all(
    unfinishedStates.map((state) => listOperationDetails(ctx.db, { state, limit: waitingGroups })),
  )
  return lists
    .flat()
    .sort((one, other) => other.createdAt.localeCompare(one.createdAt))
    .map((detail) => toOperationView(detail, ctx.language))
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
    message: translate(operation?.error?.message ?? say('refusals.lastFailed'), ctx.language),
  }
}

function waitingOperation(ctx: ServiceContext, { id, group, cluster, steps, error }: OperationView): Waiting {
  const stuck = steps.flatMap(({ objects }) => objects).find(({ result }) => result === 'waiting')
  const message = error?.message ?? stuck?.message ?? translate(say('refusals.waitsForReady'), ctx.language)
  return { kind: 'operation-waiting', group, cluster, operation: id, message }
}

function notPushed(ctx: ServiceContext, { name, cluster, revision, pushedRevision }: ListedGroup): Waiting {
  const words = say('refusals.notPushed', { revision, pushed: pushedRevision ?? 0 })
  const message = translate(words, ctx.language)
  return { kind: 'not-pushed', group: name, cluster, operation: null, message }
}

function unreachable(ctx: ServiceContext, { name, problem }: ClusterRecord): Waiting {
  const message = translate(problem ?? say('refusals.clusterSilent'), ctx.language)
  return { kind: 'cluster-unreachable', group: null, cluster: name, operation: null, message }
}
