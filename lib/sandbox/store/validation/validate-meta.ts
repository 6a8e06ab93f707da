import type { StatusCause } from '@/lib/sandbox/store/api-error'
import { jsonEqual } from '@/lib/sandbox/store/json-equal'
import { objectAt, objectsAt, textAt, textsAt } from '@/lib/sandbox/store/json-path'
import { type Kind, kinds } from '@/lib/sandbox/store/kinds'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { forbiddenField, invalidValue, required, tooLong } from './causes'
import {
  dnsLabelFaults,
  dnsSubdomainFaults,
  labelValueFaults,
  pathSegmentFaults,
  qualifiedNameFaults,
} from './names'

const annotationLimit = 256 * 1_024

/** Faults of an object's metadata. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/ */
export function validateMeta(kind: Kind, object: JsonObject): StatusCause[] {
  const metadata = objectAt(object, 'metadata') ?? {}
  const name = textAt(metadata, 'name')
  return [
    ...(name === undefined
      ? [required('metadata.name', 'name or generateName is required')]
      : nameFaults(kind, name)),
    ...labelFaults(textsAt(metadata, 'labels'), 'metadata.labels'),
    ...annotationFaults(textsAt(metadata, 'annotations')),
    ...ownerFaults(metadata),
  ]
}

function nameFaults(kind: Kind, name: string): StatusCause[] {
  if (kind.group === kinds.roles.group)
    return pathSegmentFaults(name).map((fault) => invalidValue('metadata.name', name, fault))
  const faults =
    kind === kinds.services || kind === kinds.namespaces ? dnsLabelFaults(name) : dnsSubdomainFaults(name)
  return faults.map((fault) => invalidValue('metadata.name', name, fault))
}

/** Faults of a map of labels that stands at `field`. */
export function labelFaults(labels: Record<string, string>, field: string): StatusCause[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedNameFaults(key).map((fault) => invalidValue(field, key, fault)),
    ...labelValueFaults(value).map((fault) => invalidValue(field, value, fault)),
  ])
}

function annotationFaults(annotations: Record<string, string>): StatusCause[] {
  const entries = Object.entries(annotations)
  const size = entries.reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  )
  return [
    ...entries.flatMap(([key]) =>
      qualifiedNameFaults(key.toLowerCase()).map((fault) => invalidValue('metadata.annotations', key, fault)),
    ),
    ...(size > annotationLimit ? [tooLong('metadata.annotations', annotationLimit)] : []),
  ]
}

function ownerFaults(metadata: JsonObject): StatusCause[] {
  return objectsAt(metadata, 'ownerReferences').flatMap((owner, index) =>
    (['apiVersion', 'kind', 'name', 'uid'] as const).flatMap((field) =>
      (textAt(owner, field) ?? '') === ''
        ? [invalidValue(`metadata.ownerReferences[${index}].${field}`, '', 'must not be empty')]
        : [],
    ),
  )
}

/** Faults of a change of metadata: what must stay, and finalizers that come after the deletion began. */
export function validateMetaUpdate(object: JsonObject, old: JsonObject): StatusCause[] {
  const uid = objectAt(object, 'metadata')?.uid
  const immutable = jsonEqual(uid, objectAt(old, 'metadata')?.uid)
    ? []
    : [invalidValue('metadata.uid', uid ?? null, 'field is immutable')]
  const deleting = textAt(old, 'metadata', 'deletionTimestamp') !== undefined
  const before = new Set(finalizersOf(old))
  const fresh = deleting ? finalizersOf(object).filter((finalizer) => !before.has(finalizer)) : []
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${JSON.stringify(fresh)}`
  return [...immutable, ...(fresh.length > 0 ? [forbiddenField('metadata.finalizers', detail)] : [])]
}

function finalizersOf(object: JsonObject): string[] {
  const list = objectAt(object, 'metadata')?.finalizers
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : []
}
