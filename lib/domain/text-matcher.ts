import type { Automaton, Move } from './automaton'

/** Characters that go by a table, all of ASCII. */
const width = 128
/** Larger automata would take more memory than they are worth. */
const mostStates = 64

/** Whether a text is of the automaton's set, told by one look for each character; null when the automaton is too large. */
export function newTextMatcher({ accepts, moves }: Automaton): ((text: string) => boolean) | null {
  if (accepts.length > mostStates) return null
  const table = new Uint8Array(accepts.length * width)
  for (const [state, own] of moves.entries())
    for (let code = 0; code < width; code++) table[state * width + code] = next(own, code)
  const isDead = accepts.map(
    (accepted, state) => !accepted && (moves[state] ?? []).every(({ to }) => to === state),
  )
  const lost = isDead.indexOf(true)
  return (text) => {
    let state = 0
    for (let at = 0; at < text.length && state !== lost; at++) {
      const code = text.charCodeAt(at)
      if (code < width) state = table[state * width + code] ?? 0
      else {
        const point = text.codePointAt(at) ?? code
        if (point > 0xffff) at++
        state = next(moves[state] ?? [], point)
      }
    }
    return accepts[state] === true
  }
}

function next(moves: readonly Move[], code: number): number {
  for (const { last, to } of moves) if (code <= last) return to
  return 0
}
