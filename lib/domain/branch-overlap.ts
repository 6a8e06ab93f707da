import type { Branch } from './branch'
import { isEmpty, mayMeet, type RequestSet, requestsOf } from './request-set'

const sets = new WeakMap<Branch, RequestSet | 'unknown'>()

/** Whether no request can meet both AND-lists. False when it cannot be told, as with a pattern that is not read. */
export function areDisjoint(one: Branch, other: Branch): boolean {
  const left = setOf(one)
  const right = setOf(other)
  if (left === 'unknown' || right === 'unknown') return false
  return isEmpty(left) || isEmpty(right) || !mayMeet(left, right)
}

function setOf(branch: Branch): RequestSet | 'unknown' {
  const known = sets.get(branch)
  if (known) return known
  const conditions = [...branch.values()].flatMap((subject) => subject.conditions)
  const set = requestsOf(conditions, 'possible', undefined) ?? 'unknown'
  sets.set(branch, set)
  return set
}
