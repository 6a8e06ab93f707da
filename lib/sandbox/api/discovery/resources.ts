import { createHash } from 'node:crypto'
import { apiVersionOf, type Kind, listServedKinds, type Subresource } from '@/lib/sandbox/store/kinds'

/** A resource as discovery tells of it. `stored`: it has a storage version, `storedVersion` where that may be another one. */
export type Resource = Pick<
  Kind,
  | 'group'
  | 'version'
  | 'kind'
  | 'plural'
  | 'singular'
  | 'shortNames'
  | 'categories'
  | 'namespaced'
  | 'subresources'
  | 'custom'
> & { verbs: readonly string[]; stored: boolean; storedVersion?: string }

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

const customVerbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch']

function stored(kind: Kind): Resource {
  if (kind.custom !== undefined) {
    const storedVersion = (kind.storage ?? kind).version
    return { ...kind, verbs: customVerbs, stored: true, storedVersion }
  }
  const verbs = kind.kind === 'Namespace' ? allVerbs.filter((verb) => verb !== 'deletecollection') : allVerbs
  return { ...kind, verbs, stored: true }
}

function virtual(
  group: string,
  kind: string,
  plural: string,
  namespaced: boolean,
  verbs: readonly string[],
  shortNames: readonly string[] = [],
): Resource {
  const names = { group, version: 'v1', kind, plural, singular: kind.toLowerCase(), shortNames }
  return {
    ...names,
    categories: [],
    namespaced,
    subresources: [] satisfies Subresource[],
    verbs,
    stored: false,
  }
}

const authorization = 'authorization.k8s.io'

/** What is answered without being stored. */
const virtualResources: readonly Resource[] = [
  virtual('', 'Binding', 'bindings', true, ['create']),
  virtual('', 'ComponentStatus', 'componentstatuses', false, ['get', 'list'], ['cs']),
  virtual('authentication.k8s.io', 'SelfSubjectReview', 'selfsubjectreviews', false, ['create']),
  virtual(authorization, 'LocalSubjectAccessReview', 'localsubjectaccessreviews', true, ['create']),
  virtual(authorization, 'SelfSubjectAccessReview', 'selfsubjectaccessreviews', false, ['create']),
  virtual(authorization, 'SelfSubjectRulesReview', 'selfsubjectrulesreviews', false, ['create']),
  virtual(authorization, 'SubjectAccessReview', 'subjectaccessreviews', false, ['create']),
]

const groupOrder = [
  '',
  'apps',
  authorization,
  'autoscaling',
  'networking.k8s.io',
  'policy',
  'coordination.k8s.io',
]

/** All resources by `group/version`, groups in the API server's order, resources by name. */
export function listResources(): ReadonlyMap<string, readonly Resource[]> {
  const all = [...listServedKinds().map(stored), ...virtualResources].sort((a, b) =>
    a.plural < b.plural ? -1 : 1,
  )
  const rank = (group: string) => (groupOrder.includes(group) ? groupOrder.indexOf(group) : groupOrder.length)
  const versions = [...new Set(all.map(apiVersionOf))].sort(
    (a, b) => rank(groupOf(a)) - rank(groupOf(b)) || (a < b ? -1 : 1),
  )
  return new Map(
    versions.map((version) => [version, all.filter((resource) => apiVersionOf(resource) === version)]),
  )
}

/** The group of `group/version`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
}

/** The hash by which clients see that two resources are stored as one. */
export function storageVersionHash(resource: Resource): string {
  const text = `${resource.group}/${resource.storedVersion ?? resource.version}/${resource.kind}`
  return createHash('sha256').update(text).digest().subarray(0, 8).toString('base64')
}
