import { isJsonObject, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { fieldManager, ownershipLabels, ruleAnnotation } from '@/lib/domain/labels'
import type { JsonPatchOp } from './types'

/** Whose an object becomes: a lane's of a group, and for a route the rules that it renders. */
export type Heir = { installation: string; group: string; lane: string; rule: string | null }

/**
 * An object of the user's as it stands once it is a lane's: with our labels, and with the fields of those who wrote its
 * spec as ours, so that a later apply may change and drop them. Nothing that requests or pods depend on changes.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
 */
export function handedOver(object: KubeObject, { rule, ...owner }: Heir): KubeObject {
  const { annotations, labels, managedFields } = object.metadata
  return {
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...labels, ...ownershipLabels(owner) },
      ...(rule !== null && { annotations: { ...annotations, [ruleAnnotation]: rule } }),
      ...(managedFields && { managedFields: withHeir(managedFields, object.apiVersion) }),
    },
  }
}

/** The patch that hands an object over; it fails when the object has changed since it was read. */
export function handOverPatch(object: KubeObject, heir: Heir): JsonPatchOp[] {
  const { metadata } = handedOver(object, heir)
  const { uid, resourceVersion } = object.metadata
  const fields = (['labels', 'annotations', 'managedFields'] as const).flatMap((field): JsonPatchOp[] =>
    metadata[field] === undefined ? [] : [{ op: 'add', path: `/metadata/${field}`, value: metadata[field] }],
  )
  return [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion },
    ...fields,
  ]
}

type Entry = Record<string, unknown>

/** Controllers and autoscalers write subresources; those keep theirs. */
function withHeir(entries: readonly Entry[], apiVersion: string): Entry[] {
  const isWriter = ({ subresource, fieldsV1 }: Entry) =>
    subresource === undefined && isJsonObject(fieldsV1) && 'f:spec' in fieldsV1
  const writers = entries.filter(isWriter)
  const fieldsV1 = writers.reduce<JsonObject>(
    (fields, entry) => (isJsonObject(entry.fieldsV1) ? mergeFields(fields, entry.fieldsV1) : fields),
    {},
  )
  const time = writers.map((entry) => entry.time).at(-1)
  const heir = { manager: fieldManager, operation: 'Apply', apiVersion, fieldsType: 'FieldsV1', fieldsV1 }
  const others = entries.filter((entry) => !isWriter(entry))
  return writers.length === 0 ? [...entries] : [{ ...heir, ...(time !== undefined && { time }) }, ...others]
}

function mergeFields(one: JsonObject, other: JsonObject): JsonObject {
  const merged = { ...one }
  for (const [key, value] of Object.entries(other)) {
    const known = merged[key]
    merged[key] = isJsonObject(known) && isJsonObject(value) ? mergeFields(known, value) : value
  }
  return merged
}
