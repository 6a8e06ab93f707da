import type { Branch, Subject } from './branch'
import type { Condition } from './condition'

/** Whether no request can meet the AND-list, as far as it can be told. */
export function isImpossible(branch: Branch): boolean {
  for (const subject of branch.values()) {
    if (subject.values?.length === 0) return true
    if (subject.values === null && contradict(subject.conditions, subject.conditions)) return true
  }
  return false
}

/** Whether no request can meet both AND-lists. False when it cannot be told, as with two patterns. */
export function areDisjoint(one: Branch, other: Branch): boolean {
  for (const [key, left] of one) {
    const right = other.get(key)
    if (right && exclude(left, right)) return true
  }
  return false
}

function exclude(left: Subject, right: Subject): boolean {
  if (left.values) return !left.values.some((value) => right.holds(value))
  if (right.values) return !right.values.some((value) => left.holds(value))
  return contradict(left.conditions, right.conditions)
}

function contradict(left: readonly Condition[], right: readonly Condition[]): boolean {
  return left.some((a) => right.some((b) => a !== b && (opposes(a, b) || opposes(b, a))))
}

/** Whether `a` asks for what `b` forbids, or for another beginning. */
function opposes(a: Condition, b: Condition): boolean {
  if (a.not) return false
  if (!b.not) {
    if (a.operator !== 'prefix' || b.operator !== 'prefix') return false
    return !a.value.startsWith(b.value) && !b.value.startsWith(a.value)
  }
  switch (b.operator) {
    case 'present':
      return true
    case 'prefix':
      return a.operator === 'prefix' && a.value.startsWith(b.value)
    case 'regex':
      return a.operator === 'regex' && a.value === b.value
    case 'percent':
      return a.operator === 'percent' && a.value <= b.value
    case 'exact':
    case 'in':
      return false
  }
}

/** Whether every request that meets `inner` also meets `outer`, as far as it can be told. */
export function covers(outer: Branch, inner: Branch): boolean {
  for (const [key, subject] of outer) {
    const asked = inner.get(key)
    if (!asked || !subject.conditions.every((condition) => isImplied(condition, subject, asked))) return false
  }
  return true
}

function isImplied(condition: Condition, subject: Subject, asked: Subject): boolean {
  if (asked.values) return asked.values.every((value) => subject.holds(value))
  return asked.conditions.some((known) => implies(known, condition))
}

function implies(known: Condition, wanted: Condition): boolean {
  if (wanted.not) {
    const forbidden = { ...wanted, not: undefined }
    return sameTest(known, wanted) || opposes(known.not ? forbidden : known, known.not ? known : forbidden)
  }
  if (known.not) return false
  switch (wanted.operator) {
    case 'present':
      return true
    case 'prefix':
      return known.operator === 'prefix' && known.value.startsWith(wanted.value)
    case 'percent':
      return known.operator === 'percent' && known.value <= wanted.value
    case 'regex':
    case 'exact':
    case 'in':
      return sameTest(known, wanted)
  }
}

function sameTest(one: Condition, other: Condition): boolean {
  const test = (condition: Condition) =>
    JSON.stringify([
      condition.operator,
      'value' in condition && condition.value,
      'values' in condition && condition.values,
      condition.not ?? false,
    ])
  return test(one) === test(other)
}
