import 'server-only'
import { z } from 'zod'
import { getLaneGroup, type LaneGroupRecord } from '@/lib/db/lane-groups'
import { findLastOperation, findOperationDetail } from '@/lib/db/operations'
import type { Application } from '@/lib/domain/application'
import { baseline } from '@/lib/domain/baseline'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { expectedShares } from '@/lib/domain/shares'
import { AppError } from '@/lib/errors'
import { innerRouted } from '@/lib/providers/inner-routing'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { carriedBy } from '@/lib/services/lane-groups/carried-document'
import { laneStatuses } from '@/lib/services/lane-groups/lane-status'
import { readWorkload } from '@/lib/services/lane-groups/lane-workload'
import { listLiving } from '@/lib/services/lane-groups/living'
import type { LaneStatus } from '@/lib/services/schemas/lane-groups'
import type { LaneView, VersionFigures } from '@/lib/services/schemas/lanes'
import { say } from '@/lib/words/sentence'
import { laneContainer } from '@/lib/workloads/lane-container'
import { seeNamespace } from './cluster-sight'
import { toLaneOperation } from './lane-operation'
import { stuckCausesOf } from './stuck-causes-of'

/** One lane: its state, its versions beside the baseline's, what runs, and what is in the way. */
export async function getLane(
  ctx: ServiceContext,
  input: { group: string; lane: string },
): Promise<LaneView> {
  requireRole(ctx, 'viewer')
  const group = await getLaneGroup(ctx.db, input.group)
  const lane = group.document.spec.lanes.find(({ tag }) => tag === input.lane)
  if (!lane) throw new AppError('NotFound', say('refusals.noLane', { group: group.name, lane: input.lane }))
  const [last, living, sight] = await Promise.all([
    findLastOperation(ctx.db, group.id),
    listLiving(ctx.db, group.id),
    seeNamespace(ctx, group),
  ])
  const operation = last && (await findOperationDetail(ctx.db, last.id))
  const known = {
    deployments: sight.deployments,
    operation: last,
    livingLanes: new Set(living.map((one) => one.lane)),
  }
  const status = laneStatuses(group, known, ctx.language).find(({ tag }) => tag === lane.tag)
  if (!status) throw new AppError('NotFound', say('refusals.noLane', { group: group.name, lane: lane.tag }))
  const carried = carriedBy(group.document, [...(sight.deployments?.values() ?? [])])
  const workloads = status.state === 'draft' ? [] : status.applications.map(({ workload }) => workload)
  const where = { groupId: group.id, clusterId: group.clusterId, namespace: group.namespace }
  return {
    group: group.name,
    cluster: group.cluster,
    namespace: group.namespace,
    tag: lane.tag,
    title: status.title,
    colour: status.colour,
    asOf: ctx.now().toISOString(),
    revision: group.revision,
    pushedRevision: group.pushedRevision,
    updatedAt: group.updatedAt.toISOString(),
    updatedBy: group.updatedBy,
    state: status.state,
    share: status.share,
    ...(status.limits && { limits: status.limits }),
    rules: rulesTo(group, lane.tag),
    operation: operation && toLaneOperation(operation),
    applications: group.document.spec.applications.map((application) =>
      describe(carried.document, application, status, sight.deployments),
    ),
    clusterAge: sight.age,
    causes: await stuckCausesOf(ctx, where, { workloads, operation, sight }),
  }
}

const Pods = z.object({
  status: z.object({ replicas: z.number().default(0), updatedReplicas: z.number().default(0) }),
})

function oldPods(deployment: KubeObject): number {
  const { data } = Pods.safeParse(deployment)
  return data ? Math.max(0, data.status.replicas - data.status.updatedReplicas) : 0
}

function rulesTo({ document }: LaneGroupRecord, tag: string): string[] {
  return document.spec.rules
    .filter(
      ({ match, targets }) =>
        match !== undefined && targets.some(({ lane, weight }) => lane === tag && weight > 0),
    )
    .map(({ name }) => name)
}

function describe(
  document: LaneGroupDocument,
  application: Application,
  status: LaneStatus,
  deployments: ReadonlyMap<string, KubeObject> | null,
): LaneView['applications'][number] {
  const shares = new Map(
    expectedShares(document, application.name, innerRouted).map(({ lane, share }) => [lane, share]),
  )
  const version = status.applications.find((one) => one.application === application.name)
  const figures = (workload: string, lane: string, image: string | null): VersionFigures | null => {
    const object = deployments?.get(workload)
    const reading = object ? readWorkload(object) : null
    if (object === undefined || reading === null) return null
    const { index } = laneContainer(reading.containers, application, image ?? '')
    return {
      workload,
      image: reading.containers[index]?.image ?? null,
      ready: reading.ready,
      desired: reading.replicas,
      old: oldPods(object),
      share: shares.get(lane) ?? null,
      problem: reading.problem,
    }
  }
  return {
    application: application.name,
    baseline: figures(application.deployment, baseline, version?.image ?? null),
    wanted: version?.image ?? null,
    lane: version === undefined ? null : figures(version.workload, status.tag, version.image),
  }
}
