import 'server-only'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus } from '@/lib/k8s/errors'
import { editPatch } from '@/lib/plan/edit-patch'
import { recordAudit } from '@/lib/services/audit/record-audit'
import type { ServiceContext } from '@/lib/services/context'
import type { DeploymentPlace } from '@/lib/services/schemas/rollouts'
import { wantedPods } from '@/lib/workloads/strategy-of'
import { deploymentRef, readDeployment, readReplicaSets } from './read-rollout'

const firstStepMs = 10_000
const lookEveryMs = 50

/**
 * Pauses a rollout once its controller has made the first new pods, as `kubectl set image && kubectl rollout pause` means
 * to. False where the controller does not begin in time, or somebody paused first: it is left as it is.
 */
export async function pauseAtFirstStep(
  ctx: ServiceContext,
  client: ClusterClient,
  place: DeploymentPlace,
): Promise<boolean> {
  const deadline = performance.now() + firstStepMs
  while (performance.now() < deadline) {
    const deployment = await readDeployment(client, place)
    const newest = (await readReplicaSets(client, deployment)).find(({ isNew }) => isNew)
    const isBegun = newest !== undefined && wantedPods(newest.object) > 0
    if (isBegun && (await pauseNow(ctx, client, place, deployment))) return true
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
  return false
}

/** False when the Deployment changed since it was read. */
async function pauseNow(
  ctx: ServiceContext,
  client: ClusterClient,
  place: DeploymentPlace,
  deployment: KubeObject,
): Promise<boolean> {
  try {
    await ctx.db.$transaction(async (tx) => {
      const target = { kind: 'Deployment', name: `${place.cluster}/${place.namespace}/${place.deployment}` }
      await recordAudit(tx, ctx, { action: 'pauseRollout', target, after: { '/spec/paused': true } })
      await client.jsonPatch(
        deploymentRef(place),
        editPatch(deployment, [{ path: '/spec/paused', value: true }]),
      )
    })
    return true
  } catch (error) {
    if (clusterStatus(error) === 422) return false
    throw error
  }
}
