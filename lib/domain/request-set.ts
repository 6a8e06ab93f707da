import { subjectKey } from './branch'
import type { Condition } from './condition'
import type { Entry } from './entry'
import { patternAutomaton } from './pattern-automaton'
import { quoteRegex } from './regex'
import { anything, boundsOf, isNothing, leaving, meeting, type SubjectSet } from './subject-set'
import { allTexts, listed, type TextSet, textsOf } from './text-set'

/** What is known of one thing of a request, and the conditions that say so. */
export type Part = { about: Condition; conditions: readonly Condition[]; set: SubjectSet }

/** A set of requests of one entry, by what is known of each thing; of what is not named anything may be. */
export type RequestSet = ReadonlyMap<string, Part>

/**
 * The requests of an entry that meet an AND-list: `possible` none is left out, `known` none is in it that does not. Null
 * where it cannot be told.
 */
export function requestsOf(
  conditions: readonly Condition[],
  bound: 'known' | 'possible',
  entry: Entry | undefined,
): RequestSet | null {
  const parts = new Map<string, Part>()
  for (const condition of conditions) {
    const key = subjectKey(condition)
    const before = parts.get(key) ?? { about: condition, conditions: [], set: usual(condition, entry) }
    const set = meeting(before.set, boundsOf(condition)[bound])
    if (set === null) return null
    parts.set(key, { ...before, conditions: [...before.conditions, condition], set })
  }
  return parts
}

/** Whether no request is in the set. */
export function isEmpty(requests: RequestSet): boolean {
  for (const { set } of requests.values()) if (isNothing(set)) return true
  return false
}

/** Whether some request may be in both sets. */
export function mayMeet(one: RequestSet, other: RequestSet): boolean {
  const [few, many] = one.size <= other.size ? [one, other] : [other, one]
  for (const [key, { set }] of few) {
    const beside = many.get(key)
    const both = beside && meeting(set, beside.set)
    if (both && isNothing(both)) return false
  }
  return true
}

/** The requests of both sets; null when it cannot be told. */
export function both(one: RequestSet, other: RequestSet): RequestSet | null {
  const parts = new Map(one)
  for (const [key, part] of other) {
    const before = parts.get(key)
    const set = before ? meeting(before.set, part.set) : part.set
    if (set === null) return null
    parts.set(key, { ...part, conditions: [...(before?.conditions ?? []), ...part.conditions], set })
  }
  return parts
}

/** The requests of `one` that are not in `other`, as sets that share none; null when it cannot be told. */
export function remaining(one: RequestSet, other: RequestSet, entry: Entry | undefined): RequestSet[] | null {
  const found: RequestSet[] = []
  const inside = new Map(one)
  for (const [key, part] of other) {
    const { about } = part
    const own = inside.get(key) ?? { about, conditions: [], set: usual(about, entry) }
    const left = leaving(own.set, part.set)
    const meet = meeting(own.set, part.set)
    if (left === null || meet === null) return null
    for (const set of left) found.push(new Map(inside).set(key, { ...own, set }))
    if (isNothing(meet)) return found
    inside.set(key, { ...own, set: meet })
  }
  return found
}

/** What a thing of a request at an entry may be before any condition. */
function usual(condition: Condition, entry: Entry | undefined): SubjectSet {
  if ('name' in condition) return anything
  const texts = condition.source === 'method' ? allTexts : placeTexts(condition.source, entry)
  return { ...anything, missing: false, texts }
}

const places = new WeakMap<Entry, { path: TextSet; host: TextSet }>()

function placeTexts(source: 'path' | 'host', entry: Entry | undefined): TextSet {
  if (entry === undefined) return allTexts
  const known = places.get(entry) ?? { path: pathTexts(entry), host: hostTexts(entry) }
  places.set(entry, known)
  return known[source]
}

/** A prefix takes whole steps of a path, as an Ingress has it.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types */
function pathTexts({ paths = [{ path: '/', type: 'Prefix' }] }: Entry): TextSet {
  const patterns = paths.map(({ path, type }) =>
    type === 'Exact' ? quoteRegex(path) : `${quoteRegex(path.replace(/\/+$/, ''))}(/.*)?`,
  )
  const automaton = patternAutomaton(patterns.join('|'))
  return automaton === null ? allTexts : textsOf(automaton)
}

function hostTexts({ host }: Entry): TextSet {
  if (host === undefined) return allTexts
  if (!host.startsWith('*.')) return listed([host])
  const automaton = patternAutomaton(`[^A-Z]*${quoteRegex(host.slice(1))}`)
  return automaton === null ? allTexts : textsOf(automaton)
}
