import { complement, everyText, textsFrom } from './automaton'
import type { Condition } from './condition'
import { patternAutomaton } from './pattern-automaton'
import { percentile } from './percent'
import { compileRegex } from './regex'
import { allTexts, common, difference, isNone, listed, noText, type TextSet, textsOf } from './text-set'

/**
 * What one thing of a request may be: missing, or one of `texts` whose `percentile` is in `from` (with) to `to` (without).
 * Of listed texts only those stand there that are in it.
 */
export type SubjectSet = { missing: boolean; texts: TextSet; from: number; to: number }

/** Whatever it is. */
export const anything: SubjectSet = { missing: true, texts: allTexts, from: 0, to: 100 }

/** Whether nothing is in it. */
export function isNothing(set: SubjectSet): boolean {
  return !set.missing && (isNone(set.texts) || set.from >= set.to)
}

/** What is in both sets; null when it cannot be told. */
export function meeting(one: SubjectSet, other: SubjectSet): SubjectSet | null {
  const texts = common(one.texts, other.texts)
  if (texts === null) return null
  return parted({
    missing: one.missing && other.missing,
    texts,
    from: Math.max(one.from, other.from),
    to: Math.min(one.to, other.to),
  })
}

/** What is in `one` and not in `other`, as sets that share nothing; null when it cannot be told. */
export function leaving(one: SubjectSet, other: SubjectSet): SubjectSet[] | null {
  const isWhole = other.from <= one.from && one.to <= other.to
  const outside = difference(one.texts, other.texts)
  const inside = isWhole ? noText : common(one.texts, other.texts)
  if (outside === null || inside === null) return null
  return [
    ...(one.missing && !other.missing ? [{ ...one, texts: noText, missing: true }] : []),
    ...outside.map((texts) => parted({ ...one, missing: false, texts })),
    parted({ missing: false, texts: inside, from: one.from, to: Math.min(one.to, other.from) }),
    parted({ missing: false, texts: inside, from: Math.max(one.from, other.to), to: one.to }),
  ].filter((set) => !isNothing(set))
}

function parted(set: SubjectSet): SubjectSet {
  const { texts, from, to } = set
  if (texts.kind === 'many' || (from === 0 && to === 100)) return set
  const kept = [...texts.texts].filter((text) => {
    const place = percentile(text)
    return from <= place && place < to
  })
  return { ...set, texts: listed(kept), from: 0, to: 100 }
}

/** What meets a condition: `known` surely does, and nothing outside `possible` does. Mostly they are one. */
export type Bounds = { known: SubjectSet; possible: SubjectSet }

const bounds = new WeakMap<Condition, Bounds>()

/** The bounds of what meets a condition, made once. */
export function boundsOf(condition: Condition): Bounds {
  const before = bounds.get(condition)
  if (before) return before
  const own = plainBounds(condition)
  const set = condition.not ? { known: opposite(own.possible), possible: opposite(own.known) } : own
  bounds.set(condition, set)
  return set
}

function plainBounds(condition: Condition): Bounds {
  const fold = condition.source === 'host' ? (text: string) => text.toLowerCase() : (text: string) => text
  switch (condition.operator) {
    case 'exact':
      return exactly(listed([fold(condition.value)]))
    case 'in':
      return exactly(listed(condition.values.map(fold)))
    case 'prefix':
      return exactly(textsOf(textsFrom(fold(condition.value))))
    case 'present':
      return exactly(allTexts)
    case 'percent': {
      const set = { ...anything, missing: false, to: condition.value }
      return { known: set, possible: set }
    }
    case 'regex':
      return regexBounds(condition.value)
  }
}

function regexBounds(pattern: string): Bounds {
  if (!compileRegex(pattern).ok) return exactly(noText)
  const automaton = patternAutomaton(pattern)
  if (automaton !== null) return exactly(textsOf(automaton))
  return { known: exactly(noText).known, possible: exactly(allTexts).possible }
}

function exactly(texts: TextSet): Bounds {
  const set = { ...anything, missing: false, texts }
  return { known: set, possible: set }
}

/** Everything else, the missing too. Sets of one condition have either all texts or all places. */
function opposite({ texts, to }: SubjectSet): SubjectSet {
  if (texts === allTexts) return { missing: true, texts: allTexts, from: to, to: 100 }
  if (texts.kind === 'many') return { ...anything, texts: textsOf(complement(texts.of)) }
  return { ...anything, texts: { kind: 'many', of: everyText, but: [texts.texts] } }
}
