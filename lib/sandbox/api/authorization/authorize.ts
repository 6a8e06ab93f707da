import type { Target } from '@/lib/sandbox/api/target'
import type { User } from '@/lib/sandbox/api/users'
import { ApiError, qualifiedResource } from '@/lib/sandbox/store/api-error'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import type { Verb } from './attributes'
import { mayTouch, mayVisit } from './evaluate'

/** Throws Forbidden in the API server's words where the user may not do this to the resource. */
export function authorize(store: Store, user: User, verb: Verb, target: Target): void {
  const { kind, name, subresource } = target
  const namespace = kind === kinds.namespaces ? name : target.namespace
  const resource = subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`
  const { allowed, reason } = mayTouch(store, user, { verb, group: kind.group, resource, name, namespace })
  if (allowed) return
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`
  const subject = name === undefined ? qualifiedResource(kind) : `${qualifiedResource(kind)} "${name}"`
  const why = `User "${user.name}" cannot ${verb} resource "${resource}" in API group "${kind.group}" ${scope}`
  const message = `${subject} is forbidden: ${why}${reason === '' ? '' : `: ${reason}`}`
  const details = {
    ...(name === undefined ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.plural,
  }
  throw new ApiError(403, 'Forbidden', message, details)
}

/** Throws Forbidden where the user may not ask for the path. */
export function authorizePath(store: Store, user: User, method: string, path: string): void {
  const verb = method === 'HEAD' ? 'get' : method.toLowerCase()
  if (mayVisit(store, user, { verb, path }).allowed) return
  throw new ApiError(403, 'Forbidden', `forbidden: User "${user.name}" cannot ${verb} path "${path}"`, {})
}
