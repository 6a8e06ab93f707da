/** A value that JSON can carry. An undefined property is the same as an absent one. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined }

/** A JSON object: the form in which the store and the patches walk through objects. */
export type JsonObject = { [key: string]: Json | undefined }

/** A reference from a dependent to its owner. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/ */
export type OwnerReference = {
  apiVersion: string
  kind: string
  name: string
  uid: string
  controller?: boolean
  blockOwnerDeletion?: boolean
}

/** Which manager owns which fields. @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers */
export type ManagedFieldsEntry = {
  manager: string
  operation: 'Apply' | 'Update'
  apiVersion: string
  time?: string
  fieldsType: 'FieldsV1'
  fieldsV1: JsonObject
  subresource?: string
}

/** Metadata of a stored object; times are RFC 3339 in whole seconds. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/ */
export type ObjectMeta = {
  name: string
  namespace?: string
  uid: string
  resourceVersion: string
  generation?: number
  creationTimestamp: string
  deletionTimestamp?: string
  deletionGracePeriodSeconds?: number
  labels?: Record<string, string>
  annotations?: Record<string, string>
  ownerReferences?: OwnerReference[]
  finalizers?: string[]
  managedFields?: ManagedFieldsEntry[]
  generateName?: string
}

/** A stored object, deeply frozen: never mutate it, copy it with structuredClone. */
export type KubeObject = {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  [field: string]: unknown
}

/** An object on its way into the store: the server fills in what is missing of the metadata. */
export type DraftObject = {
  apiVersion?: string
  kind?: string
  metadata: Partial<ObjectMeta>
  [field: string]: unknown
}
