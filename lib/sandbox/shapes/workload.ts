import { kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { ListOptions, Store } from '@/lib/sandbox/store/store'
import type { LabelSelector } from './label-selector'
import type { PodSpec } from './pod'

/** @see https://kubernetes.io/docs/concepts/workloads/pods/#pod-templates */
export type PodTemplate = {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> }
  spec: PodSpec
}

/** Conditions of Deployments and ReplicaSets; a ReplicaSet's has no `lastUpdateTime`. */
export type WorkloadCondition = {
  type: string
  status: 'True' | 'False' | 'Unknown'
  lastUpdateTime?: string
  lastTransitionTime: string
  reason: string
  message: string
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/#DeploymentSpec */
export type DeploymentSpec = {
  replicas?: number
  selector: LabelSelector
  template: PodTemplate
  strategy?: {
    type?: 'RollingUpdate' | 'Recreate'
    rollingUpdate?: { maxSurge?: number | string; maxUnavailable?: number | string }
  }
  minReadySeconds?: number
  revisionHistoryLimit?: number
  progressDeadlineSeconds?: number
  paused?: boolean
}

/** Counters that are 0 are absent, as the API server leaves them out. */
export type DeploymentStatus = {
  observedGeneration?: number
  replicas?: number
  updatedReplicas?: number
  readyReplicas?: number
  availableReplicas?: number
  unavailableReplicas?: number
  terminatingReplicas?: number
  conditions?: WorkloadCondition[]
  collisionCount?: number
}

/** A stored Deployment. */
export type Deployment = KubeObject & { spec: DeploymentSpec; status?: DeploymentStatus }

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/replica-set-v1/#ReplicaSetSpec */
export type ReplicaSetSpec = {
  replicas?: number
  minReadySeconds?: number
  selector: LabelSelector
  template: PodTemplate
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/replica-set-v1/#ReplicaSetStatus */
export type ReplicaSetStatus = {
  replicas: number
  fullyLabeledReplicas?: number
  readyReplicas?: number
  availableReplicas?: number
  terminatingReplicas?: number
  observedGeneration?: number
  conditions?: WorkloadCondition[]
}

/** A stored ReplicaSet. */
export type ReplicaSet = KubeObject & { spec: ReplicaSetSpec; status?: ReplicaSetStatus }

/** One Deployment, or undefined. */
export function getDeployment(store: Store, namespace: string | undefined, name: string) {
  return store.get(kinds.deployments, namespace, name) as Deployment | undefined
}

/** One ReplicaSet, or undefined. */
export function getReplicaSet(store: Store, namespace: string | undefined, name: string) {
  return store.get(kinds.replicaSets, namespace, name) as ReplicaSet | undefined
}

/** The ReplicaSets of the store, sorted by namespace and name. */
export function listReplicaSets(store: Store, options?: ListOptions): readonly ReplicaSet[] {
  return store.list(kinds.replicaSets, options) as readonly ReplicaSet[]
}

/** Wanted replicas; an absent field means 1. */
export function wantedReplicas(workload: { spec: { replicas?: number } }): number {
  return workload.spec.replicas ?? 1
}
