import 'server-only'
import type { z } from 'zod'
import { at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { rolloutStatus } from '@/lib/k8s/rollout-status'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { readNamespace } from '@/lib/services/clusters/get-governance'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { type DeploymentList, NamespacePlace } from '@/lib/services/schemas/rollouts'
import { trackedBy } from '@/lib/workloads/tracking'
import { shownImages } from './replica-sets'
import { countsOf } from './rollout-view'

/** The Deployments of a namespace by name, as `kubectl get deployments` counts them. Raises `NotFound`. */
export async function listDeployments(
  ctx: ServiceContext,
  input: z.input<typeof NamespacePlace>,
): Promise<DeploymentList> {
  requireRole(ctx, 'viewer')
  const place = parseInput(NamespacePlace, input)
  const client = await clusterClient(ctx, { name: place.cluster })
  const found = await client.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: place.namespace })
  // An empty list of a namespace that is not there looks the same.
  if (found.length === 0) await readNamespace(client, place.namespace)
  const items = found.map(toItem).sort((one, other) => (one.name < other.name ? -1 : 1))
  return { ...place, items }
}

function toItem(deployment: KubeObject): DeploymentList['items'][number] {
  const { desired, ready, updated, available } = countsOf(deployment)
  return {
    name: deployment.metadata.name,
    state: rolloutStatus(deployment).state,
    paused: at(deployment, 'spec', 'paused') === true,
    ...{ desired, ready, updated, available },
    images: shownImages(deployment),
    managedBy: trackedBy(deployment),
    createdAt: deployment.metadata.creationTimestamp ?? null,
  }
}
