import { say } from '@/lib/words/sentence'
import 'server-only'
import { getLaneGroup } from '@/lib/db/lane-groups'
import type { Lane } from '@/lib/domain/lane'
import { AppError } from '@/lib/errors'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { OperationView } from '@/lib/services/schemas/operations'
import { readBaseline } from './read-baseline'
import type { LaneInput } from './remove-lane'
import { refuseWhileDeleting } from './save-lane-group'
import { operationView, startOperation } from './start-operation'
import { staleRevision, writeRevision } from './write-revision'

const kindOf = { active: 'resume', parked: 'park', cleaned: 'clean' } as const

/** Replicas to 0 and routes away; lane, objects and rules stay. */
export async function parkLane(ctx: ServiceContext, input: LaneInput): Promise<{ operation: OperationView }> {
  return setLaneState(ctx, input, 'parked')
}

/** Routes, workloads, Services and copied configuration away; lane, versions and rules stay, and resume brings all back. */
export async function cleanLane(
  ctx: ServiceContext,
  input: LaneInput,
): Promise<{ operation: OperationView }> {
  return setLaneState(ctx, input, 'cleaned')
}

export async function resumeLane(
  ctx: ServiceContext,
  input: LaneInput,
): Promise<{ operation: OperationView }> {
  return setLaneState(ctx, input, 'active')
}

async function setLaneState(ctx: ServiceContext, input: LaneInput, state: Lane['state']) {
  requireRole(ctx, 'operator')
  const group = await getLaneGroup(ctx.db, input.group)
  const wanted = input.ifRevision ?? group.revision
  if (wanted !== group.revision) throw staleRevision(group.name, group.revision)
  const { spec } = group.document
  if (!spec.lanes.some(({ tag }) => tag === input.lane)) {
    throw new AppError('NotFound', say('refusals.noLane', { group: group.name, lane: input.lane }))
  }
  const lanes = spec.lanes.map((lane) => (lane.tag === input.lane ? { ...lane, state } : lane))
  const document = { ...group.document, spec: { ...spec, lanes } }
  const { baseline } = await readBaseline(ctx, group.clusterId, document)
  const kind = kindOf[state]
  const operation = await ctx.db.$transaction(async (tx) => {
    await refuseWhileDeleting(tx, group)
    const next = { document, baseline, cause: kind, message: input.reason ?? null } as const
    const revision = await writeRevision(tx, ctx, group, next)
    const { lane, reason, ifOperation } = input
    return startOperation(tx, ctx, group, { kind, revision, lane, reason, ifOperation })
  })
  return { operation: await operationView(ctx, operation) }
}
