import type { KubeObject } from '@/lib/domain/kube-object'
import { isObject } from '@/lib/proof/change-value'
import { inObjects, inSpec, lastMissing, type Mutation } from '@/lib/proof/mutation'

/** A fault in the numbers of pods of lanes' Deployments. */
function inReplicas(name: string, change: (replicas: number) => number): Mutation {
  return inObjects(name, (object) => {
    const { spec } = object
    if (object.kind !== 'Deployment' || !isObject(spec) || typeof spec.replicas !== 'number') return
    object.spec = { ...spec, replicas: change(spec.replicas) }
  })
}

/** A fault in the labels by which the Service finds a lane's pods. */
function inLabels(
  name: string,
  change: (labels: Record<string, unknown>) => Record<string, unknown>,
): Mutation {
  return inSpec(name, (value, key) =>
    ['labels', 'matchLabels'].includes(key) && isObject(value) ? change(value) : value,
  )
}

const isDeployment = ({ kind }: KubeObject) => kind === 'Deployment'

/** Faults of lanes' workloads behind a shared Service. */
export const kubernetesMutations: readonly Mutation[] = [
  inReplicas('a lane has one pod more', (replicas) => replicas + 1),
  inReplicas('a lane has one pod less', (replicas) => Math.max(0, replicas - 1)),
  inReplicas('a lane has one pod', () => 1),
  inReplicas('a lane has no pods', () => 0),
  inReplicas('a lane has twice the pods', (replicas) => replicas * 2),
  inReplicas('shares are rounded up to pairs', (replicas) => replicas + (replicas % 2)),
  inReplicas('shares are limited to five pods', (replicas) => Math.min(5, replicas)),
  inReplicas('a parked lane keeps a pod', (replicas) => Math.max(1, replicas)),
  inLabels('the Service does not select the lane', (labels) => ({ ...labels, app: 'other' })),
  inLabels('the Service selects every lane', (labels) => ({ ...labels, app: 'web' })),
  lastMissing,
  {
    name: 'no workload is made',
    apply: ({ objects, edits }) => ({ objects: objects.filter((one) => !isDeployment(one)), edits }),
  },
]
