import type { IncomingHttpHeaders } from 'node:http'
import { ApiError } from '@/lib/sandbox/store/api-error'
import type { Store } from '@/lib/sandbox/store/store'
import { mayTouch } from './authorization/evaluate'
import { authenticatedGroup, type User } from './users'

const account = /^system:serviceaccount:([^:]+):([^:]+)$/

/**
 * The user in whose name a request is to be answered: the one of `Impersonate-User` and `Impersonate-Group`, else the
 * caller. Throws Forbidden where the caller may not do that.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export function impersonated(store: Store, caller: User, headers: IncomingHttpHeaders): User {
  const name = headers['impersonate-user']
  if (typeof name !== 'string') return caller
  const [, namespace, accountName] = account.exec(name) ?? []
  if (namespace === undefined) check(store, caller, 'users', name)
  else check(store, caller, 'serviceaccounts', accountName ?? '', namespace)
  const asked = String(headers['impersonate-group'] ?? '').split(', ')
  const groups = asked.filter((group) => group !== '')
  for (const group of groups) check(store, caller, 'groups', group)
  const own = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
  return { name, groups: [...(groups.length === 0 ? own : groups), authenticatedGroup] }
}

function check(store: Store, caller: User, resource: string, name: string, namespace?: string): void {
  const attributes = { verb: 'impersonate', group: '', resource, name, namespace }
  if (mayTouch(store, caller, attributes).allowed) return
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`
  const why = `User "${caller.name}" cannot impersonate resource "${resource}" in API group "" ${scope}`
  throw new ApiError(403, 'Forbidden', `${resource} "${name}" is forbidden: ${why}`, { name, kind: resource })
}
