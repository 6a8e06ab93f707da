import { ApiError, qualifiedResource } from '@/lib/sandbox/store/api-error'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Target } from './target'
import type { User } from './users'

/** The verbs of authorization. @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection'

const reading: readonly Verb[] = ['get', 'list', 'watch']

/** Whether the user may do this to a resource named by its plural. */
export function mayDo(user: User, verb: string, resource: string): boolean {
  if (user.role === 'admin') return true
  return resource !== kinds.secrets.plural && reading.some((allowed) => allowed === verb)
}

/** Throws Forbidden in the API server's words. */
export function authorize(user: User, verb: Verb, target: Target): void {
  const { kind, name, namespace, subresource } = target
  if (mayDo(user, verb, kind.plural)) return
  const resource = subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`
  const subject = name === undefined ? qualifiedResource(kind) : `${qualifiedResource(kind)} "${name}"`
  const message = `${subject} is forbidden: User "${user.name}" cannot ${verb} resource "${resource}" in API group "${kind.group}" ${scope}`
  const details = {
    ...(name === undefined ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.plural,
  }
  throw new ApiError(403, 'Forbidden', message, details)
}
