import type { User } from '@/lib/sandbox/api/users'
import { objectsAt, textAt } from '@/lib/sandbox/store/json-path'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { JsonObject, KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { type PolicyRule, rulesOf } from './policy-rule'

/** A rule that someone has, and through what; or a role that a binding names and that is not there. */
export type Grant = { rule: PolicyRule; reason: string } | { missing: string }

/**
 * Everything that bindings grant a user: cluster-wide, and in a namespace where one is given.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export function grantsOf(store: Store, user: User, namespace: string | undefined): Grant[] {
  const clusterWide = store.list(kinds.clusterRoleBindings)
  const local = namespace === undefined ? [] : store.list(kinds.roleBindings, { namespace })
  return [...clusterWide, ...local].flatMap((binding) => grantsOfBinding(store, user, binding))
}

function grantsOfBinding(store: Store, user: User, binding: KubeObject): Grant[] {
  const { namespace } = binding.metadata
  const subject = objectsAt(binding, 'subjects').find((candidate) => isSubject(candidate, user, namespace))
  if (subject === undefined) return []
  const kind = textAt(binding, 'roleRef', 'kind') ?? ''
  const name = textAt(binding, 'roleRef', 'name') ?? ''
  const role =
    kind === 'ClusterRole'
      ? store.get(kinds.clusterRoles, undefined, name)
      : store.get(kinds.roles, namespace, name)
  if (role === undefined) {
    return [{ missing: `${kind.toLowerCase()}.rbac.authorization.k8s.io "${name}" not found` }]
  }
  const place = namespace === undefined ? binding.metadata.name : `${binding.metadata.name}/${namespace}`
  const reason = `RBAC: allowed by ${binding.kind} "${place}" of ${kind} "${name}" to ${subjectText(subject, namespace)}`
  return rulesOf(role).map((rule) => ({ rule, reason }))
}

function isSubject(subject: JsonObject, user: User, bindingNamespace: string | undefined): boolean {
  const name = textAt(subject, 'name') ?? ''
  switch (textAt(subject, 'kind')) {
    case 'User':
      return user.name === name
    case 'Group':
      return user.groups.includes(name)
    case 'ServiceAccount': {
      const namespace = textAt(subject, 'namespace') ?? bindingNamespace ?? ''
      return user.name === `system:serviceaccount:${namespace}:${name}`
    }
    default:
      return false
  }
}

function subjectText(subject: JsonObject, bindingNamespace: string | undefined): string {
  const { kind, name } = subject
  if (kind !== 'ServiceAccount') return `${kind} "${name}"`
  return `${kind} "${name}/${textAt(subject, 'namespace') ?? bindingNamespace ?? ''}"`
}
