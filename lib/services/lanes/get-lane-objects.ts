import 'server-only'
import { z } from 'zod'
import { getLaneGroup } from '@/lib/db/lane-groups'
import { baseline } from '@/lib/domain/baseline'
import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import { refKey, refOf } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { planLaneGroup } from '@/lib/services/lane-groups/plan-lane-group'
import { requireLane } from '@/lib/services/lane-groups/remove-lane'
import type { PlanChangeView } from '@/lib/services/schemas/lane-groups'
import type { LaneObjects, LaneObjectView } from '@/lib/services/schemas/lanes'
import { balancedAddresses } from './balanced-addresses'
import { routeFigures } from './route-figures'

const Counts = z.object({
  spec: z.object({ replicas: z.number().default(1) }),
  status: z
    .object({
      readyReplicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
    })
    .default({ readyReplicas: 0, updatedReplicas: 0, availableReplicas: 0 }),
})
const Ports = z.object({
  spec: z.object({
    type: z.string().default('ClusterIP'),
    clusterIP: z.string().optional(),
    ports: z
      .array(
        z.object({ port: z.number(), nodePort: z.number().optional(), protocol: z.string().default('TCP') }),
      )
      .default([]),
  }),
})

/**
 * Each object of the lane as it is and as the saved document wants it, with kubectl's figures: its own, then those that it
 * shares with the baseline.
 */
export async function getLaneObjects(
  ctx: ServiceContext,
  input: { group: string; lane: string },
): Promise<LaneObjects> {
  requireRole(ctx, 'viewer')
  const group = await getLaneGroup(ctx.db, input.group)
  await requireLane(ctx, group, input.lane)
  const plan = await planLaneGroup(ctx, { group: group.name, promotedLane: input.lane })
  const own = plan.changes.filter(({ lane }) => lane === input.lane)
  const changes = [...own, ...plan.changes.filter(isShared)]
  const live = await readCounted(ctx, group.clusterId, changes)
  return {
    asOf: ctx.now().toISOString(),
    revision: plan.revision,
    items: changes.map((change) => toView(change, live.get(refKey(change.object)))),
    problems: [...plan.errors, ...plan.conflicts].map(({ message }) => message),
  }
}

function isShared({ lane }: PlanChangeView): boolean {
  return lane === null || lane === baseline
}

/** Those whose figures are shown; what cannot be read now has none. */
async function readCounted(
  ctx: ServiceContext,
  clusterId: string,
  changes: readonly PlanChangeView[],
): Promise<Map<string, KubeObject>> {
  const client = await clusterClient(ctx, { id: clusterId })
  const refs = changes
    .filter(({ before, phase }) => before !== null && phase !== 'config')
    .map(({ object }): ObjectRef => object)
  const found = await Promise.all(
    refs.map((ref) =>
      client.find(ref).catch((error: unknown) => {
        if (error instanceof AppError) return null
        throw error
      }),
    ),
  )
  return new Map(found.flatMap((object) => (object ? [[refKey(refOf(object)), object]] : [])))
}

function toView(change: PlanChangeView, live: KubeObject | undefined): LaneObjectView {
  const { object, application, owner, action, diff, before, after } = change
  return {
    object,
    application,
    shared: isShared(change),
    owner,
    action,
    diff,
    live: before,
    desired: after,
    createdAt: live?.metadata.creationTimestamp ?? null,
    workload: object.kind === 'Deployment' ? countsOf(live) : null,
    service: object.kind === 'Service' ? portsOf(live) : null,
    route: routeFigures(live),
  }
}

function countsOf(live: KubeObject | undefined): LaneObjectView['workload'] {
  const { data } = Counts.safeParse(live)
  if (!data) return null
  const { readyReplicas, updatedReplicas, availableReplicas } = data.status
  return {
    ready: readyReplicas,
    desired: data.spec.replicas,
    updated: updatedReplicas,
    available: availableReplicas,
  }
}

function portsOf(live: KubeObject | undefined): LaneObjectView['service'] {
  const { data } = Ports.safeParse(live)
  if (!data) return null
  const [externalIp = null] = balancedAddresses(live)
  return {
    type: data.spec.type,
    clusterIp: data.spec.clusterIP ?? null,
    externalIp,
    ports: data.spec.ports.map(
      ({ port, nodePort, protocol }) => `${port}${nodePort === undefined ? '' : `:${nodePort}`}/${protocol}`,
    ),
  }
}
