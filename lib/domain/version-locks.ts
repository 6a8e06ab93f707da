import { isProtectedAnnotation } from './patch-rules'

/** Where a value stands in an object: field names and places in lists. */
export type FieldPath = readonly (string | number)[]

/** Why a field of a lane version's Deployment cannot be edited. */
export type Lock =
  | 'identity'
  | 'selector'
  | 'label'
  | 'tag'
  | 'container'
  | 'otherImage'
  | 'parked'
  | 'counted'
  | 'baseline'
  | 'frame'

/** What of a lane version its own fields set, and not the patch. */
export type QuickFields = {
  /** The place of the container that has the version's image. */
  container: number
  /** Why the number of pods is not the version's to set; null when it is. */
  replicas: 'parked' | 'counted' | null
}

const openToPatch: ReadonlySet<unknown> = new Set([
  'env',
  'envFrom',
  'resources',
  'args',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
])

/**
 * Why the field at a path of a version's Deployment is locked; null when it can be edited: what the patch's allow-list
 * names, the version's image, and its number of pods. `frame` holds fields of both sorts.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/#DeploymentSpec
 */
export function lockOf(path: FieldPath, quick: QuickFields): Lock | null {
  const [top, part, inner, ...rest] = path
  if (top === 'apiVersion' || top === 'kind') return 'identity'
  if (top === 'metadata') return lockOfMetadata(part)
  if (top !== 'spec') return 'baseline'
  if (part === undefined) return 'frame'
  if (part === 'selector') return 'selector'
  if (part === 'replicas') return quick.replicas
  if (part !== 'template') return 'baseline'
  if (inner === undefined) return 'frame'
  if (inner === 'metadata') return lockOfPodMetadata(rest)
  return inner === 'spec' ? lockOfPod(rest, quick) : 'baseline'
}

function lockOfMetadata(field: string | number | undefined): Lock {
  if (field === undefined) return 'frame'
  if (field === 'labels') return 'label'
  return field === 'name' || field === 'namespace' ? 'identity' : 'baseline'
}

function lockOfPodMetadata([field, key]: FieldPath): Lock | null {
  if (field === undefined) return 'frame'
  if (field === 'labels') return 'label'
  if (field !== 'annotations') return 'baseline'
  if (key === undefined) return 'frame'
  return isProtectedAnnotation(String(key)) ? 'tag' : null
}

function lockOfPod([list, place, field, part]: FieldPath, quick: QuickFields): Lock | null {
  if (list === undefined) return 'frame'
  if (list === 'terminationGracePeriodSeconds') return null
  if (list === 'volumes') return lockOfVolume(place, field, part)
  if (list !== 'containers' && list !== 'initContainers') return 'baseline'
  if (place === undefined || field === undefined) return 'frame'
  if (field === 'name') return 'container'
  if (field === 'image') return list === 'containers' && place === quick.container ? null : 'otherImage'
  return openToPatch.has(field) ? null : 'baseline'
}

function lockOfVolume(...[place, field, part]: (string | number | undefined)[]): Lock | null {
  if (place === undefined || field === undefined) return 'frame'
  if (field !== 'configMap') return 'baseline'
  if (part === undefined) return 'frame'
  return part === 'name' || part === 'optional' ? null : 'baseline'
}
