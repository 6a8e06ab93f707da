import { at, isJsonObject } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { objectIndex } from './find-object'
import { managersOf } from './owned-fields'
import type { LiveState } from './types'

/** Whose numbers of pods are not ours. */
export const autoscalerKind = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' }

/**
 * A lane's Deployment as we may write it: without its number of pods where an autoscaler sets that. The one that is parked
 * goes to 0 all the same, and one that stands at 0 gets its number, for an autoscaler does nothing at 0.
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#implicit-maintenance-mode-deactivation
 */
export function leaveToAutoscaler(
  deployment: KubeObject,
  live: Pick<LiveState, 'objects'>,
): { deployment: KubeObject; notices: Notice[] } {
  const wanted = at(deployment.spec, 'replicas')
  const found = objectIndex(live.objects)(refOf(deployment))
  const standing = at(found, 'spec', 'replicas')
  const scaler = scalerOf(deployment, live)
  const isOurs = scaler === null || found === undefined || !wanted || !standing
  if (isOurs || !isJsonObject(deployment.spec)) return { deployment, notices: [] }
  const { replicas: _replicas, ...rest } = deployment.spec
  // A field that only we have would fall back to 1 when we leave it out.
  const isOthers = managersOf(found, ['spec', 'replicas']).length > 0
  const spec = isOthers ? rest : { ...rest, replicas: standing }
  const about = { deployment: deployment.metadata.name, scaler: scaler.metadata.name, wanted: String(wanted) }
  const notice: Notice = {
    code: 'Autoscaled',
    severity: 'info',
    message: say('planning.autoscaled', about),
    object: refOf(scaler),
    params: about,
  }
  return { deployment: { ...deployment, spec }, notices: [notice] }
}

/** The autoscaler that counts the pods of a Deployment; null when none does. */
export function scalerOf(deployment: KubeObject, live: Pick<LiveState, 'objects'>): KubeObject | null {
  return live.objects.find((object) => scales(object, deployment)) ?? null
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/ */
function scales(object: KubeObject, { kind, metadata }: KubeObject): boolean {
  if (object.kind !== autoscalerKind.kind || object.metadata.namespace !== metadata.namespace) return false
  const target = at(object.spec, 'scaleTargetRef')
  return at(target, 'kind') === kind && at(target, 'name') === metadata.name
}
