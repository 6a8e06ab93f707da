import type { KubeObject } from '@/lib/domain/kube-object'
import { fieldManager, labelKeys } from '@/lib/domain/labels'

/**
 * An object that we create carries the id of the row that was written before it was created. So after a crash between
 * the creation and the note of its uid the object is known as ours, and one that somebody else made in the meantime,
 * or copied labels onto, is not.
 */
export const claimAnnotation = 'lanekeeper.io/claim'

export function withClaim(object: KubeObject, claim: string): KubeObject {
  const { metadata } = object
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [claimAnnotation]: claim } },
  }
}

/** Whether a live object is the one that this claim was made for. */
export function bearsClaim(
  object: KubeObject,
  claim: { id: string; installation: string; group: string },
): boolean {
  const { annotations, labels } = object.metadata
  return (
    annotations?.[claimAnnotation] === claim.id &&
    labels?.[labelKeys.installation] === claim.installation &&
    labels[labelKeys.group] === claim.group &&
    wasMadeByUs(object)
  )
}

/**
 * Whether the object came into being by our apply: no other manager wrote its `spec`. Controllers write status,
 * autoscalers the scale subresource; both do not count.
 */
export function wasMadeByUs(object: KubeObject): boolean {
  return (object.metadata.managedFields ?? []).every((entry) => {
    if (entry.manager === fieldManager || entry.subresource !== undefined) return true
    const fields = entry.fieldsV1
    return typeof fields !== 'object' || fields === null || !('f:spec' in fields)
  })
}

/** The object as everybody else knows it: the claim is bookkeeping and no part of any plan or diff. */
export function withoutClaim(object: KubeObject): KubeObject {
  const { annotations, managedFields } = object.metadata
  if (annotations?.[claimAnnotation] === undefined) return object
  const { [claimAnnotation]: _claim, ...rest } = annotations
  const kept = Object.keys(rest).length === 0 ? undefined : rest
  const { annotations: _annotations, ...others } = object.metadata
  const metadata: KubeObject['metadata'] = { ...others, ...(kept && { annotations: kept }) }
  if (managedFields !== undefined) metadata.managedFields = managedFields.map(withoutClaimField)
  return { ...object, metadata }
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

function withoutClaimField(entry: Record<string, unknown>): Record<string, unknown> {
  const fields = fieldsOf(entry.fieldsV1)
  const metadata = fieldsOf(fields['f:metadata'])
  const annotations = fieldsOf(metadata['f:annotations'])
  if (!(`f:${claimAnnotation}` in annotations)) return entry
  delete annotations[`f:${claimAnnotation}`]
  const isEmpty = Object.keys(annotations).every((key) => key === '.')
  if (isEmpty) delete metadata['f:annotations']
  else metadata['f:annotations'] = annotations
  return { ...entry, fieldsV1: { ...fields, 'f:metadata': metadata } }
}
