import 'server-only'
import { getLaneGroup, type LaneGroupRecord } from '@/lib/db/lane-groups'
import type { BaselineSnapshot } from '@/lib/db/revisions'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Lane } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { WantedImage } from '@/lib/domain/wanted-image'
import { AppError } from '@/lib/errors'
import { planBaselines } from '@/lib/plan/plan-baselines'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { invalid, parseInput } from '@/lib/services/field-errors'
import { type OperationView, PromoteInput } from '@/lib/services/schemas/operations'
import { say } from '@/lib/words/sentence'
import { listDeployments, liveDeployments } from './live-deployments'
import { promotedDocument } from './promoted-document'
import { promotedImages } from './promoted-images'
import { imagesOf } from './read-baseline'
import { refuseUnproven } from './refuse-unproven'
import type { LaneInput } from './remove-lane'
import { refuseWhileDeleting } from './save-lane-group'
import { requireSeenBaselines } from './seen-baselines'
import { operationView, startOperation } from './start-operation'
import { refuseSwitch, switchedDocument } from './switched-document'
import { staleRevision, writeRevision } from './write-revision'

/** A lane's promote as it would be started: the document after it, and what baselines are given. */
export type Promotion = { document: LaneGroupDocument; baseline: BaselineSnapshot[]; images: WantedImage[] }

/**
 * Makes a lane's version of some or all of its applications the baseline, then parks, removes, cleans or keeps the lane.
 * Nothing moves before every new baseline is available; if one does not come up, all is undone.
 */
export async function promoteLane(
  ctx: ServiceContext,
  input: LaneInput & PromoteInput,
): Promise<{ operation: OperationView }> {
  requireRole(ctx, 'operator')
  const { group: name, lane: tag, ifRevision, ifOperation, reason, ...choice } = input
  const wanted = parseInput(PromoteInput, choice)
  const group = await getLaneGroup(ctx.db, name)
  if ((ifRevision ?? group.revision) !== group.revision) throw staleRevision(name, group.revision)
  const { document, baseline, images } = await planPromotion(ctx, group, { lane: tag, ...wanted })
  const operation = await ctx.db.$transaction(async (tx) => {
    await refuseWhileDeleting(tx, group)
    const next = { document, baseline, cause: 'promote', message: reason ?? null } as const
    const revision = await writeRevision(tx, ctx, group, next)
    const start = { kind: 'promote', revision, lane: tag, images, reason, ifOperation } as const
    return startOperation(tx, ctx, group, start)
  })
  return { operation: await operationView(ctx, operation) }
}

/** What a promote would do. Raises what refuses it. */
export async function planPromotion(
  ctx: ServiceContext,
  group: LaneGroupRecord,
  input: PromoteInput & { lane: string },
): Promise<Promotion> {
  const { lane: tag, applications, strategy, seen } = input
  const { spec } = group.document
  const lane = spec.lanes.find((one) => one.tag === tag)
  if (!lane) throw new AppError('NotFound', say('refusals.noLane', { group: group.name, lane: tag }))
  const names = applicationsOf(lane, applications)
  if (strategy === 'switch') refuseSwitch(group.document, names)
  const client = await clusterClient(ctx, { id: group.clusterId })
  const live = await (seen ? listDeployments : liveDeployments)(client, group.namespace)
  const deployments = new Map(live.map((object) => [object.metadata.name, object]))
  if (seen) requireSeenBaselines({ document: group.document, lane, applications: names, deployments, seen })
  const isSwitch = strategy === 'switch'
  const document = isSwitch ? switchedDocument(group.document, lane, names) : group.document
  const images = isSwitch ? [] : promotedImages({ document, lane, applications: names, deployments })
  refuseUnproven({ document: group.document, lane, applications: names, deployments, always: isSwitch })
  refuseBaselines(document, live, images)
  const after = promotedDocument(document, tag, input.after)
  return { document: after, baseline: baselineAfter(after, deployments, images), images }
}

function applicationsOf({ tag, versions }: Lane, chosen: readonly string[] | undefined): string[] {
  const names = chosen ?? versions.map(({ application }) => application)
  if (names.length === 0) throw invalid({ applications: [say('refusals.promoteEmpty', { lane: tag })] })
  return [...new Set(names)]
}

/** What the runner would refuse is refused before anything is written. */
function refuseBaselines(
  { spec }: LaneGroupDocument,
  objects: readonly KubeObject[],
  images: readonly WantedImage[],
): void {
  const { namespace, allowManaged = false } = spec
  const baselines = { images, direction: 'set', known: null } as const
  const { conflicts, errors } = planBaselines({ namespace, allowManaged, baselines }, { objects })
  const [conflict] = conflicts
  if (conflict) throw new AppError('Conflict', conflict.message, { details: { ...conflict.object } })
  const [error] = errors
  if (error) throw new AppError('Unsupported', error.message)
}

/** What the baselines run once the promote is done. */
function baselineAfter(
  { spec }: LaneGroupDocument,
  deployments: ReadonlyMap<string, KubeObject>,
  images: readonly WantedImage[],
): BaselineSnapshot[] {
  return spec.applications.map(({ name, deployment, service }) => {
    const found = deployments.get(deployment)
    return {
      application: name,
      deployment,
      service: service?.name ?? null,
      images: (found ? imagesOf(found) : []).map(({ container, image }) => {
        const wanted = images.find((one) => one.deployment === deployment && one.container === container)
        return { container, image: wanted?.image ?? image }
      }),
    }
  })
}
