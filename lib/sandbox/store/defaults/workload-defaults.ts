import { ensureObject, objectAt, setDefault } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { defaultPodTemplate } from './pod-defaults'

/** Defaults of a Deployment. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/ */
export function defaultDeployment(deployment: JsonObject): void {
  const spec = ensureObject(deployment, 'spec')
  defaultPodTemplate(objectAt(spec, 'template'))
  setDefault(spec, 'replicas', 1)
  setDefault(spec, 'revisionHistoryLimit', 10)
  setDefault(spec, 'progressDeadlineSeconds', 600)
  const strategy = ensureObject(spec, 'strategy')
  setDefault(strategy, 'type', 'RollingUpdate')
  if (strategy.type !== 'RollingUpdate') return
  const rolling = ensureObject(strategy, 'rollingUpdate')
  setDefault(rolling, 'maxUnavailable', '25%')
  setDefault(rolling, 'maxSurge', '25%')
}

/** Defaults of a ReplicaSet. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/replica-set-v1/ */
export function defaultReplicaSet(replicaSet: JsonObject): void {
  const spec = ensureObject(replicaSet, 'spec')
  defaultPodTemplate(objectAt(spec, 'template'))
  setDefault(spec, 'replicas', 1)
}

/** Defaults of a StatefulSet. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/ */
export function defaultStatefulSet(statefulSet: JsonObject): void {
  const spec = ensureObject(statefulSet, 'spec')
  defaultPodTemplate(objectAt(spec, 'template'))
  setDefault(spec, 'replicas', 1)
  setDefault(spec, 'revisionHistoryLimit', 10)
  setDefault(spec, 'podManagementPolicy', 'OrderedReady')
  setDefault(spec, 'persistentVolumeClaimRetentionPolicy', { whenDeleted: 'Retain', whenScaled: 'Retain' })
  const strategy = ensureObject(spec, 'updateStrategy')
  setDefault(strategy, 'type', 'RollingUpdate')
  if (strategy.type === 'RollingUpdate') setDefault(ensureObject(strategy, 'rollingUpdate'), 'partition', 0)
}

/** Defaults of a DaemonSet. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/daemon-set-v1/ */
export function defaultDaemonSet(daemonSet: JsonObject): void {
  const spec = ensureObject(daemonSet, 'spec')
  defaultPodTemplate(objectAt(spec, 'template'))
  setDefault(spec, 'revisionHistoryLimit', 10)
  const strategy = ensureObject(spec, 'updateStrategy')
  setDefault(strategy, 'type', 'RollingUpdate')
  if (strategy.type !== 'RollingUpdate') return
  const rolling = ensureObject(strategy, 'rollingUpdate')
  setDefault(rolling, 'maxUnavailable', 1)
  setDefault(rolling, 'maxSurge', 0)
}
