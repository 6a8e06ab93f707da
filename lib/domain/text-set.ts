import { type Automaton, combine, everyText, liveStates, takes } from './automaton'

/**
 * A set of texts: exactly those listed, or a great many (those of an automaton, but for those in some lists). What is
 * listed is never described by an automaton, so `many` is never empty.
 */
export type TextSet =
  | { kind: 'listed'; texts: ReadonlySet<string> }
  | { kind: 'many'; of: Automaton; but: readonly ReadonlySet<string>[] }

const mostListed = 256

/** All texts. */
export const allTexts: TextSet = { kind: 'many', of: everyText, but: [] }

/** No text. */
export const noText: TextSet = { kind: 'listed', texts: new Set() }

/** Exactly these texts. */
export function listed(texts: Iterable<string>): TextSet {
  return { kind: 'listed', texts: new Set(texts) }
}

const made = new WeakMap<Automaton, TextSet>()

/** The texts of an automaton. */
export function textsOf(automaton: Automaton): TextSet {
  const known = made.get(automaton)
  if (known) return known
  const all = fewTexts(automaton)
  const set: TextSet = all === null ? { kind: 'many', of: automaton, but: [] } : listed(all)
  made.set(automaton, set)
  return set
}

/** Whether a text is in a set. */
export function hasText(set: TextSet, text: string): boolean {
  if (set.kind === 'listed') return set.texts.has(text)
  return !set.but.some((texts) => texts.has(text)) && takes(set.of, text)
}

/** Whether a set has no text at all. */
export function isNone(set: TextSet): boolean {
  return set.kind === 'listed' && set.texts.size === 0
}

/** The texts of both sets; null when it cannot be told. */
export function common(one: TextSet, other: TextSet): TextSet | null {
  if (one.kind === 'listed') return filtered(one.texts, (text) => hasText(other, text))
  if (other.kind === 'listed') return filtered(other.texts, (text) => hasText(one, text))
  const both = one.of === other.of ? textsOf(one.of) : meet(one.of, other.of)
  return both && except(both, [...one.but, ...other.but])
}

/** The texts of `one` that are not in `other`, as sets that share none; null when it cannot be told. */
export function difference(one: TextSet, other: TextSet): TextSet[] | null {
  if (one.kind === 'listed') return [filtered(one.texts, (text) => !hasText(other, text))]
  if (other.kind === 'listed') return [except(one, [other.texts])]
  const kept = other.but.map((texts) => filtered(texts, (text) => hasText(one, text)))
  const outside = one.of === other.of ? noText : rest(one.of, other.of)
  return outside && [except(outside, one.but), ...kept]
}

function filtered(texts: ReadonlySet<string>, keep: (text: string) => boolean): TextSet {
  return listed([...texts].filter(keep))
}

function except(set: TextSet, but: readonly ReadonlySet<string>[]): TextSet {
  if (but.length === 0) return set
  if (set.kind === 'listed') return filtered(set.texts, (text) => !but.some((texts) => texts.has(text)))
  return { ...set, but: [...set.but, ...but] }
}

type Known = WeakMap<Automaton, WeakMap<Automaton, TextSet | 'unknown'>>

const meets: Known = new WeakMap()
const rests: Known = new WeakMap()

function meet(one: Automaton, other: Automaton): TextSet | null {
  if (one === everyText) return textsOf(other)
  if (other === everyText) return textsOf(one)
  if (begin(one, other)) return noText
  return remembered(meets, one, other, (inOne, inOther) => inOne && inOther)
}

function rest(one: Automaton, other: Automaton): TextSet | null {
  if (other === everyText) return noText
  if (begin(one, other)) return textsOf(one)
  return remembered(rests, one, other, (inOne, inOther) => inOne && !inOther)
}

function remembered(
  known: Known,
  one: Automaton,
  other: Automaton,
  keep: (inOne: boolean, inOther: boolean) => boolean,
): TextSet | null {
  const byOther = known.get(one) ?? new WeakMap<Automaton, TextSet | 'unknown'>()
  known.set(one, byOther)
  const before = byOther.get(other)
  if (before !== undefined) return before === 'unknown' ? null : before
  const automaton = combine(one, other, keep)
  const set = automaton && textsOf(automaton)
  byOther.set(other, set ?? 'unknown')
  return set
}

/** Whether the sets cannot share a text because each of them begins with a text of its own. */
function begin(one: Automaton, other: Automaton): boolean {
  const left = startOf(one)
  const right = startOf(other)
  return !left.startsWith(right) && !right.startsWith(left)
}

const starts = new WeakMap<Automaton, string>()

/** What all texts of an automaton begin with. */
function startOf(automaton: Automaton): string {
  const known = starts.get(automaton)
  if (known !== undefined) return known
  const live = liveStates(automaton)
  let start = ''
  let state = 0
  const seen = new Set<number>()
  while (!automaton.accepts[state] && !seen.has(state)) {
    seen.add(state)
    const next = onlyMove(automaton, state, live)
    if (next === null) break
    start += String.fromCodePoint(next.code)
    state = next.to
  }
  starts.set(automaton, start)
  return start
}

function onlyMove(
  { moves }: Automaton,
  state: number,
  live: ReadonlySet<number>,
): { code: number; to: number } | null {
  let first = 0
  let found: { code: number; to: number } | null = null
  for (const { last, to } of moves[state] ?? []) {
    if (live.has(to)) {
      if (found !== null || first !== last) return null
      found = { code: last, to }
    }
    first = last + 1
  }
  return found
}

/** All texts of an automaton when they are few; null when they are many. */
function fewTexts(automaton: Automaton): string[] | null {
  const live = liveStates(automaton)
  const texts: string[] = []
  let steps = 0
  const walk = (state: number, text: string): boolean => {
    if (++steps > 4 * mostListed || text.length > automaton.accepts.length * 2) return false
    if (automaton.accepts[state]) texts.push(text)
    let first = 0
    for (const { last, to } of automaton.moves[state] ?? []) {
      if (live.has(to)) {
        if (last - first >= mostListed) return false
        for (let code = first; code <= last; code++) {
          if (!walk(to, text + String.fromCodePoint(code))) return false
        }
      }
      first = last + 1
    }
    return texts.length <= mostListed
  }
  if (!live.has(0)) return []
  return walk(0, '') ? texts : null
}
