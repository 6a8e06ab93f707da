/** What names one object in a cluster; `namespace` is absent for cluster-scoped kinds. */
export type ObjectRef = { apiVersion: string; kind: string; namespace?: string; name: string }

/** The metadata fields the product reads or writes. */
export type ObjectMeta = {
  name: string
  namespace?: string
  uid?: string
  resourceVersion?: string
  generation?: number
  creationTimestamp?: string
  deletionTimestamp?: string
  labels?: Record<string, string>
  annotations?: Record<string, string>
  ownerReferences?: readonly {
    apiVersion: string
    kind: string
    name: string
    uid: string
    controller?: boolean
  }[]
  managedFields?: readonly Record<string, unknown>[]
  finalizers?: readonly string[]
}

/** Any Kubernetes object as JSON: the type that providers, workloads, plan and k8s share. */
export type KubeObject = {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  [field: string]: unknown
}

/** The reference of an object. */
export function refOf(object: KubeObject): ObjectRef {
  const { apiVersion, kind, metadata } = object
  return metadata.namespace === undefined
    ? { apiVersion, kind, name: metadata.name }
    : { apiVersion, kind, namespace: metadata.namespace, name: metadata.name }
}

/** One text per object, usable as a map key: `apps/v1/Deployment/default/web`. */
export function refKey(ref: ObjectRef): string {
  return `${ref.apiVersion}/${ref.kind}/${ref.namespace ?? ''}/${ref.name}`
}
