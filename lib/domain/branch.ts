import { askedPlace } from './asked-place'
import { valueTestOf } from './compile-condition'
import type { Condition } from './condition'

/** All that one AND-list says about one thing of a request, such as `header x-user`. */
export type Subject = {
  conditions: readonly Condition[]
  /** Whether a value (undefined: missing) meets them all. */
  holds: (value: string | undefined) => boolean
  /** The only values that meet them, or null when there may be others. */
  values: readonly string[] | null
}

/** An AND-list by what it asks about. */
export type Branch = ReadonlyMap<string, Subject>

/** What a condition looks at, as a key: `header x-user`, `method`. Header names count in lower case. */
export function subjectKey(condition: Condition): string {
  const { source, name } = askedPlace(condition)
  return name === '' ? source : `${source} ${name}`
}

/** An AND-list, sorted by what it asks about. */
export function branchOf(conditions: readonly Condition[]): Branch {
  const bySubject = new Map<string, Condition[]>()
  for (const condition of conditions) {
    const key = subjectKey(condition)
    const known = bySubject.get(key)
    if (known) known.push(condition)
    else bySubject.set(key, [condition])
  }
  return new Map([...bySubject].map(([key, about]) => [key, subjectOf(about)]))
}

function subjectOf(conditions: readonly Condition[]): Subject {
  const tests = conditions.map((condition) => {
    const test = valueTestOf(condition)
    const wanted = condition.not !== true
    return (value: string | undefined) => (value !== undefined && test(value)) === wanted
  })
  const holds = (value: string | undefined) => tests.every((test) => test(value))
  const finite = conditions.find(
    (condition) => !condition.not && (condition.operator === 'exact' || condition.operator === 'in'),
  )
  return { conditions, holds, values: finite ? listed(finite).filter(holds) : null }
}

function listed(condition: Condition): string[] {
  const values =
    condition.operator === 'in' ? condition.values : condition.operator === 'exact' ? [condition.value] : []
  return condition.source === 'host' ? values.map((value) => value.toLowerCase()) : values
}
