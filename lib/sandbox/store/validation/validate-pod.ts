import type { StatusCause } from '@/lib/sandbox/store/api-error'
import { jsonEqual } from '@/lib/sandbox/store/json-equal'
import { objectAt, objectsAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { forbiddenField } from './causes'
import { validatePodSpec } from './validate-pod-spec'

/** Faults of a Pod. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
export function validatePod(pod: JsonObject): StatusCause[] {
  return validatePodSpec(objectAt(pod, 'spec') ?? {}, 'spec', ['Always', 'OnFailure', 'Never'])
}

const changeable = [
  'activeDeadlineSeconds',
  'tolerations',
  'terminationGracePeriodSeconds',
  'schedulingGates',
]

/** Faults of a changed Pod: of its spec little may change. Binding to a node is left to `pods/binding` on a real server; here the kubelet writes it. */
export function validatePodUpdate(pod: JsonObject, old: JsonObject): StatusCause[] {
  if (jsonEqual(frozenPart(pod, old), frozenPart(old, old))) return []
  const fields =
    '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'
  return [forbiddenField('spec', `pod updates may not change fields other than ${fields}`)]
}

function frozenPart(pod: JsonObject, old: JsonObject): JsonObject {
  const spec = { ...objectAt(pod, 'spec') }
  for (const field of changeable) delete spec[field]
  if (objectAt(old, 'spec')?.nodeName === undefined) delete spec.nodeName
  for (const list of ['containers', 'initContainers']) {
    if (spec[list] !== undefined) spec[list] = objectsAt(spec, list).map(({ image: _image, ...rest }) => rest)
  }
  return spec
}
