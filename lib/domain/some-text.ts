import { type Automaton, liveStates } from './automaton'
import { percentile } from './percent'
import type { SubjectSet } from './subject-set'
import { hasText } from './text-set'

const mostTried = 4000

/** A text of a set, one of the `wanted` if it can be, else a short one that is easy to read; null when none was found. */
export function someText(set: SubjectSet, wanted: readonly string[]): string | null {
  const { texts, from, to } = set
  const isPart = from > 0 || to < 100
  const fits = (text: string) => hasText(texts, text) && (!isPart || isWithin(percentile(text), from, to))
  const known = wanted.find(fits)
  if (known !== undefined) return known
  if (texts.kind === 'listed') return [...texts.texts].find(fits) ?? null
  for (const text of shortTexts(texts.of)) if (fits(text)) return text
  return null
}

function isWithin(place: number, from: number, to: number): boolean {
  return from <= place && place < to
}

/** Texts of an automaton, the short ones first, with a few characters for each of its moves. */
function* shortTexts(automaton: Automaton): Generator<string> {
  const live = liveStates(automaton)
  const queue: { state: number; text: string }[] = [{ state: 0, text: '' }]
  for (let tried = 0; tried < mostTried; tried++) {
    const next = queue.shift()
    if (next === undefined) return
    if (automaton.accepts[next.state]) yield next.text
    if (queue.length > mostTried) continue
    let first = 0
    for (const { last, to } of automaton.moves[next.state] ?? []) {
      if (live.has(to)) {
        for (const sign of readable(first, last)) queue.push({ state: to, text: next.text + sign })
      }
      first = last + 1
    }
  }
}

const preferred = [...'1a2b0-./_AZ~ '].map((sign) => sign.codePointAt(0) ?? 0)

function readable(first: number, last: number): string[] {
  const good = preferred.filter((code) => first <= code && code <= last).slice(0, 3)
  return (good.length > 0 ? good : [first]).map((code) => String.fromCodePoint(code))
}
