import { listAt, objectsAt } from '@/lib/sandbox/store/json-path'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { PathAttributes, ResourceAttributes } from './attributes'

/** One rule of a role; an empty list of names means every name. @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-v1/ */
export type PolicyRule = {
  verbs: readonly string[]
  apiGroups: readonly string[]
  resources: readonly string[]
  resourceNames: readonly string[]
  nonResourceURLs: readonly string[]
}

/** The rules of a Role or ClusterRole. */
export function rulesOf(role: KubeObject): PolicyRule[] {
  return objectsAt(role, 'rules').map((rule) => {
    const texts = (field: string) => listAt(rule, field).map(String)
    return {
      verbs: texts('verbs'),
      apiGroups: texts('apiGroups'),
      resources: texts('resources'),
      resourceNames: texts('resourceNames'),
      nonResourceURLs: texts('nonResourceURLs'),
    }
  })
}

/** Whether a rule lets one do this to a resource. */
export function allowsResource(
  rule: PolicyRule,
  { verb, group, resource, name }: ResourceAttributes,
): boolean {
  return (
    has(rule.verbs, verb) &&
    has(rule.apiGroups, group) &&
    (has(rule.resources, resource) || rule.resources.includes(`*/${resource.split('/')[1]}`)) &&
    (rule.resourceNames.length === 0 || (name !== undefined && rule.resourceNames.includes(name)))
  )
}

/** Whether a rule lets one do this to a path. */
export function allowsPath(rule: PolicyRule, { verb, path }: PathAttributes): boolean {
  const matches = (pattern: string) =>
    pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : pattern === path
  return has(rule.verbs, verb) && rule.nonResourceURLs.some(matches)
}

function has(list: readonly string[], word: string): boolean {
  return list.includes(word) || list.includes('*')
}
