import { mastersGroup, type User } from '@/lib/sandbox/api/users'
import type { Store } from '@/lib/sandbox/store/store'
import type { PathAttributes, ResourceAttributes } from './attributes'
import { type Grant, grantsOf } from './granted-rules'
import { allowsPath, allowsResource, type PolicyRule } from './policy-rule'

/** Whether something is allowed. `reason`: through which binding, or which roles are missing; empty where there is nothing to say. */
export type Decision = { allowed: boolean; reason: string }

/** Whether a user may do this to a resource. */
export function mayTouch(store: Store, user: User, attributes: ResourceAttributes): Decision {
  if (isMaster(user)) return { allowed: true, reason: '' }
  return decide(grantsOf(store, user, attributes.namespace), (rule) => allowsResource(rule, attributes))
}

/** Whether a user may ask for a path that is no resource. */
export function mayVisit(store: Store, user: User, attributes: PathAttributes): Decision {
  if (isMaster(user)) return { allowed: true, reason: '' }
  return decide(grantsOf(store, user, undefined), (rule) => allowsPath(rule, attributes))
}

function isMaster(user: User): boolean {
  return user.groups.includes(mastersGroup)
}

function decide(grants: readonly Grant[], allows: (rule: PolicyRule) => boolean): Decision {
  for (const grant of grants) {
    if ('rule' in grant && allows(grant.rule)) return { allowed: true, reason: grant.reason }
  }
  const missing = grants.flatMap((grant) => ('missing' in grant ? [grant.missing] : []))
  if (missing.length === 0) return { allowed: false, reason: '' }
  const list = missing.length === 1 ? missing.join('') : `[${missing.join(', ')}]`
  return { allowed: false, reason: `RBAC: ${list}` }
}
