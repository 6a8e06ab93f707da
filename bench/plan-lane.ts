import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { buildDesired } from '@/lib/plan/desired'
import { plan } from '@/lib/plan/plan'
import type { Change, LiveState } from '@/lib/plan/types'

const kinds = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
]
const laneLabel = 'lanekeeper.io/lane'

/** What the watches hold, once they hold everything. */
export async function watchedObjects(client: ClusterClient): Promise<() => KubeObject[]> {
  const caches = kinds.map((kind) => client.cache({ ...kind, namespace: 'bench' }))
  await Promise.all(caches.map(({ ready }) => ready))
  return () => caches.flatMap((cache) => [...cache.list()])
}

/** The bodies of a plan. */
export function appliesOf(changes: readonly Change[]): KubeObject[] {
  return changes.flatMap(({ apply }) => apply ?? [])
}

/** The bodies of a plan, with Deployments that start no pods: what is measured is the answering, not the running. */
export function bodiesOf(changes: readonly Change[]): KubeObject[] {
  return appliesOf(changes).map(withoutPods)
}

function withoutPods(object: KubeObject): KubeObject {
  if (object.kind !== 'Deployment') return object
  const spec = typeof object.spec === 'object' ? object.spec : {}
  return { ...object, spec: { ...spec, replicas: 0 } }
}

/** Plans a document against objects of which those with a lane label are ours. Lanes count as ready, to plan routes too. */
export function planLane(document: LaneGroupDocument, objects: readonly KubeObject[]): Change[] {
  const owned = objects.flatMap((object): LiveState['owned'][number][] => {
    const { uid, labels, name, namespace } = object.metadata
    const lane = labels?.[laneLabel]
    const ref = { apiVersion: object.apiVersion, kind: object.kind, namespace, name }
    return uid === undefined || lane === undefined ? [] : [{ ref, uid, lane }]
  })
  const live = { objects, owned, edits: [] }
  const desired = buildDesired({ document, live, installation: 'bench', revision: 1, readiness: 'assumed' })
  const { changes, errors, conflicts } = plan(desired, live)
  const problem = [...errors, ...conflicts][0]
  if (problem !== undefined) throw new Error(`the plan of the bench: ${problem.message}`)
  return changes
}
