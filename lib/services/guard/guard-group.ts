import 'server-only'
import { type GuardedGroup, isSettled, listGuardedGroups } from '@/lib/db/guarded-groups'
import { getLaneGroup } from '@/lib/db/lane-groups'
import { installationId } from '@/lib/db/settings'
import { lockGroup } from '@/lib/db/unfinished-operation'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { readyEndpoints } from '@/lib/k8s/ready-endpoints'
import { readLiveState } from '@/lib/operations/live-state'
import { buildDesired } from '@/lib/plan/desired'
import { type GuardPlan, guardPlan, versionsWithoutPods } from '@/lib/plan/guard-plan'
import type { LiveState } from '@/lib/plan/types'
import type { ServiceContext } from '@/lib/services/context'
import { startOperation } from '@/lib/services/lane-groups/start-operation'
import type { WatchedGroup } from './watched-group'

/**
 * `fine`: nothing to do. `started`: an operation is in line. `busy`: somebody else works on the group. `early`: pods are
 * ready that no Service leads to yet. `refused`: something forbids it, such as routes that another tool keeps.
 */
export type GuardOutcome = 'fine' | 'started' | 'busy' | 'early' | 'refused'
export type GuardAnswer = { outcome: GuardOutcome; reduces: boolean; isExact: boolean }

const answerMs = 5_000
const busy: GuardAnswer = { outcome: 'busy', reduces: false, isExact: false }

/** Compares a group's routes with its pods and puts an operation in line when they do not fit. */
export async function guardGroup(
  ctx: ServiceContext,
  client: ClusterClient,
  group: WatchedGroup,
  mayReturn: boolean,
): Promise<GuardAnswer> {
  const seen = await look(ctx, client, group, 'cache')
  const found = seen && judge(seen, mayReturn)
  if (!seen || !found) return busy
  if (found.outcome !== 'started') return found
  // What the watches hold may be older than what an operation has just written.
  const fresh = await look(ctx, client, group, 'fresh')
  const confirmed = fresh && judge(fresh, mayReturn)
  if (!fresh || !confirmed) return busy
  if (confirmed.outcome !== 'started') return confirmed
  const isStarted = await begin(ctx, fresh)
  return isStarted ? confirmed : busy
}

type Seen = {
  row: GuardedGroup
  live: LiveState
  found: GuardPlan
  hasEndpoints: boolean
  group: WatchedGroup
}

/** Null when the group changed since it was put under watch, or somebody works on it. */
async function look(
  ctx: ServiceContext,
  client: ClusterClient,
  group: WatchedGroup,
  source: 'cache' | 'fresh',
): Promise<Seen | null> {
  const [row] = await listGuardedGroups(ctx.db, group.row.id)
  if (!row || row.isBusy || row.pushedRevision !== group.row.pushedRevision) return null
  const { document } = group
  const installation = await installationId(ctx.db)
  const { live } = await readLiveState({
    client,
    reader: ctx.db,
    installation,
    group: row,
    document,
    source,
    signal: AbortSignal.timeout(answerMs),
  })
  const wanted = { document, live, installation, revision: row.pushedRevision }
  const isReturning = row.lastKind === 'guard' || group.isSettled
  const mayGrow = isReturning && (await isSettled(ctx.db, row.id))
  const found = guardPlan({ ...wanted, mayGrow })
  return { row, live, found, group, hasEndpoints: !found.grows || leadSomewhere(client, wanted) }
}

/** Whether the Services of the versions that take requests have a ready address each. */
function leadSomewhere(
  client: ClusterClient,
  wanted: Omit<Parameters<typeof buildDesired>[0], 'readiness'>,
): boolean {
  const { document } = wanted
  const empty = new Set(versionsWithoutPods(wanted).map((one) => `${one.lane} ${one.application}`))
  const slices = client
    .cache({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace: document.spec.namespace })
    .list()
  return buildDesired({ ...wanted, readiness: 'live' })
    .items.filter(
      ({ wait, lane, application }) => wait === 'endpoints' && !empty.has(`${lane} ${application}`),
    )
    .every(({ object }) => readyEndpoints(slices, object.metadata.name) > 0)
}

function judge({ found, hasEndpoints }: Seen, mayReturn: boolean): GuardAnswer {
  const { plan, reduces, grows, isExact } = found
  const answer = (outcome: GuardOutcome): GuardAnswer => ({ outcome, reduces, isExact })
  if (!reduces && !grows) return answer('fine')
  if (plan.errors.length > 0 || plan.conflicts.length > 0) return answer('refused')
  return answer(reduces || (mayReturn && hasEndpoints) ? 'started' : 'early')
}

/** False when somebody was faster. */
async function begin(ctx: ServiceContext, { row, live, group }: Seen): Promise<boolean> {
  const lanes = [...new Set(versionsWithoutPods({ document: group.document, live }).map(({ lane }) => lane))]
  const [lane, ...others] = lanes
  const record = await getLaneGroup(ctx.db, row.name)
  return ctx.db.$transaction(async (tx) => {
    await lockGroup(tx, row.id)
    const [now] = await listGuardedGroups(tx, row.id)
    if (!now || now.isBusy || now.lastOperationId !== row.lastOperationId) return false
    await startOperation(tx, ctx, record, {
      kind: 'guard',
      revision: now.pushedRevision,
      ...(lane !== undefined && others.length === 0 && { lane }),
    })
    return true
  })
}
