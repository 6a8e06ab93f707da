import { selects } from '@/lib/sandbox/shapes/label-selector'
import {
  type Deployment,
  listReplicaSets,
  type PodTemplate,
  type ReplicaSet,
} from '@/lib/sandbox/shapes/workload'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import { controllerManager } from './controller'
import { activeOnly, byAge } from './deployment-numbers'
import { controllerOf, controllerReference, controls } from './owner'
import { canonical } from './template-hash'

/** The label that tells the pods of one ReplicaSet from those of another. @see https://kubernetes.io/docs/reference/labels-annotations-taints/#pod-template-hash */
export const templateHashLabel = 'pod-template-hash'

/** The ReplicaSets of one Deployment: the one with its present template, if any, and the others, oldest first. */
export type OwnReplicaSets = { latest: ReplicaSet | undefined; old: ReplicaSet[] }

/** Both kinds together. */
export function allOf({ latest, old }: OwnReplicaSets): ReplicaSet[] {
  return latest === undefined ? old : [...old, latest]
}

/** Lists the ReplicaSets of a Deployment; matching ones without a controller are adopted, others released. */
export function claimReplicaSets(store: Store, deployment: Deployment): OwnReplicaSets {
  const namespace = deployment.metadata.namespace
  const claimed: ReplicaSet[] = []
  for (const replicaSet of listReplicaSets(store, namespace === undefined ? {} : { namespace })) {
    const matches = selects(deployment.spec.selector, replicaSet.metadata.labels)
    if (controls(deployment, replicaSet)) {
      if (matches) claimed.push(replicaSet)
      else disown(store, deployment, replicaSet)
    } else if (matches && canAdopt(deployment, replicaSet)) {
      claimed.push(adopt(store, deployment, replicaSet))
    }
  }
  const sorted = claimed.sort(byAge)
  const wanted = canonical(withoutHash(deployment.spec.template))
  const latest = sorted.find((replicaSet) => canonical(withoutHash(replicaSet.spec.template)) === wanted)
  return { latest, old: sorted.filter((replicaSet) => replicaSet !== latest) }
}

function canAdopt(deployment: Deployment, replicaSet: ReplicaSet): boolean {
  return (
    controllerOf(replicaSet) === undefined &&
    replicaSet.metadata.deletionTimestamp === undefined &&
    deployment.metadata.deletionTimestamp === undefined
  )
}

function adopt(store: Store, deployment: Deployment, replicaSet: ReplicaSet): ReplicaSet {
  const ownerReferences = [...(replicaSet.metadata.ownerReferences ?? []), controllerReference(deployment)]
  const metadata = { ...replicaSet.metadata, ownerReferences }
  return store.update(kinds.replicaSets, { ...replicaSet, metadata }, controllerManager) as ReplicaSet
}

function disown(store: Store, deployment: Deployment, replicaSet: ReplicaSet): void {
  const { ownerReferences = [], ...metadata } = replicaSet.metadata
  const rest = ownerReferences.filter((reference) => reference.uid !== deployment.metadata.uid)
  const next = rest.length === 0 ? metadata : { ...metadata, ownerReferences: rest }
  store.update(kinds.replicaSets, { ...replicaSet, metadata: next }, controllerManager)
}

function withoutHash(template: PodTemplate): unknown {
  const { [templateHashLabel]: _hash, ...labels } = template.metadata?.labels ?? {}
  return { ...template, metadata: { ...template.metadata, labels } }
}

/** The ReplicaSet to scale directly: the only active one, or the newest when none is; undefined in a rollout. */
export function activeOrLatest({ latest, old }: OwnReplicaSets): ReplicaSet | undefined {
  const active = activeOnly(allOf({ latest, old }))
  if (active.length > 1) return undefined
  return active[0] ?? latest ?? old[old.length - 1]
}
