import 'server-only'
import type { OperationDetail } from '@/lib/db/operations'
import { listUnfinishedOperations } from '@/lib/db/unfinished-operation'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { AwaitedObject } from '@/lib/domain/object-causes'
import { type OperationState, unfinishedStates } from '@/lib/domain/operation'
import type { StuckCause } from '@/lib/domain/stuck-cause'
import { findStuckCauses, type StuckFacts } from '@/lib/domain/stuck-causes'
import { AppError } from '@/lib/errors'
import { selectsLabels } from '@/lib/k8s/label-selector'
import type { ServiceContext } from '@/lib/services/context'
import type { StuckCauseView } from '@/lib/services/schemas/lanes'
import { translate } from '@/lib/words/translate'
import { type ClusterSight, readEvents } from './cluster-sight'

type Where = { groupId: string; clusterId: string; namespace: string }
const unfinished: ReadonlySet<OperationState> = new Set(unfinishedStates)
const unsettled: ReadonlySet<string> = new Set(['pending', 'applying', 'waiting', 'failed'])

/** Why these workloads, and those that the operation waits for, do not get ready. */
export async function stuckCausesOf(
  ctx: ServiceContext,
  where: Where,
  given: { workloads: readonly string[]; operation: OperationDetail | null; sight: ClusterSight },
): Promise<StuckCauseView[]> {
  const { operation, sight } = given
  const names = new Set([...given.workloads, ...awaited(operation)])
  const workloads = [...names].flatMap((name) => {
    const deployment = sight.deployments?.get(name)
    if (deployment === undefined) return []
    return [
      {
        deployment,
        pods: sight.pods.filter((pod) => selectsLabels(selectorOf(deployment), pod.metadata.labels ?? {})),
      },
    ]
  })
  const facts: StuckFacts = {
    operation: operation && {
      state: operation.state,
      finishedAt: operation.finishedAt,
      error: operation.error && {
        code: operation.error.code,
        message: translate(operation.error.message, ctx.language),
        object: operation.error.object ?? null,
      },
    },
    behind: await operationBefore(ctx, where, operation),
    away: sight.away,
    awaited: awaitedObjects(operation),
    workloads,
    events: [],
    now: ctx.now().getTime(),
  }
  const toView = ({ reason, evidence, ...cause }: StuckCause): StuckCauseView => ({
    ...cause,
    evidence: [reason, translate(evidence, ctx.language)].filter(Boolean).join(': '),
  })
  const causes = findStuckCauses(facts)
  if (!causes.some(({ cause }) => cause === 'readiness')) return causes.map(toView)
  return findStuckCauses({ ...facts, events: await eventsOrNone(ctx, where) }).map(toView)
}

function awaitedObjects(operation: OperationDetail | null): AwaitedObject[] {
  if (operation === null || (!unfinished.has(operation.state) && operation.state !== 'failed')) return []
  return operation.steps
    .filter(({ state }) => state === 'running' || state === 'waiting' || state === 'failed')
    .flatMap(({ name, objects }) =>
      objects.flatMap(({ ref, result, message, updatedAt }) =>
        result === 'waiting' || result === 'failed'
          ? [{ step: name, ref, result, message, since: updatedAt }]
          : [],
      ),
    )
}

/** The Deployments that an operation is not done with. */
function awaited(operation: OperationDetail | null): string[] {
  if (operation === null || (!unfinished.has(operation.state) && operation.state !== 'failed')) return []
  return operation.steps.flatMap(({ objects }) =>
    objects.flatMap(({ ref, result }) =>
      ref.kind === 'Deployment' && unsettled.has(result) ? [ref.name] : [],
    ),
  )
}

async function operationBefore(
  ctx: ServiceContext,
  { groupId }: Where,
  operation: OperationDetail | null,
): Promise<StuckFacts['behind']> {
  if (operation?.state !== 'queued') return null
  const line = await listUnfinishedOperations(ctx.db, groupId)
  const before = line.find(
    ({ id, createdAt }) => id !== operation.id && createdAt.toISOString() <= operation.createdAt,
  )
  return before === undefined
    ? null
    : { id: before.id, message: before.createdBy, since: before.createdAt.toISOString() }
}

async function eventsOrNone(ctx: ServiceContext, where: Where): Promise<KubeObject[]> {
  try {
    return await readEvents(ctx, where)
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

function selectorOf({ spec }: KubeObject): unknown {
  return typeof spec === 'object' && spec !== null && 'selector' in spec ? spec.selector : undefined
}
