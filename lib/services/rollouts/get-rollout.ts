import 'server-only'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { DeploymentPlace, type RolloutView } from '@/lib/services/schemas/rollouts'
import { groupsOf } from './groups-of'
import { readRollout } from './read-rollout'
import { toRolloutView } from './rollout-view'

/** How the rolling update of any Deployment stands. Raises `NotFound`. */
export async function getRollout(ctx: ServiceContext, input: DeploymentPlace): Promise<RolloutView> {
  requireRole(ctx, 'viewer')
  const place = parseInput(DeploymentPlace, input)
  return viewRollout(ctx, await clusterClient(ctx, { name: place.cluster }), place)
}

export async function viewRollout(
  ctx: ServiceContext,
  client: ClusterClient,
  place: DeploymentPlace,
): Promise<RolloutView> {
  const found = await readRollout(client, place)
  const groups = await groupsOf(ctx, place, found.deployment)
  return toRolloutView(place, found, { now: ctx.now(), language: ctx.language, groups })
}
