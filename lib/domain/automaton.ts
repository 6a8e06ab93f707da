import { lastCode } from './code-ranges'

/** Where a state goes on for code points up to `last`, from the one after the move before it. */
export type Move = { last: number; to: number }

/**
 * A set of texts as a deterministic automaton over code points. State 0 is the first; `moves` of each state are sorted and
 * go up to the last code point; `accepts` tells which states end a text of the set.
 */
export type Automaton = { accepts: readonly boolean[]; moves: readonly (readonly Move[])[] }

const mostStates = 2000

/** The texts that `keep` wants of two sets, told by whether each has them; null when it would grow too large. */
export function combine(
  one: Automaton,
  other: Automaton,
  keep: (inOne: boolean, inOther: boolean) => boolean,
): Automaton | null {
  const width = other.accepts.length
  const places = new Map<number, number>([[0, 0]])
  const queue = [0]
  const accepts: boolean[] = []
  const moves: Move[][] = []
  for (let pair = queue.shift(); pair !== undefined; pair = queue.shift()) {
    const left = Math.floor(pair / width)
    const right = pair % width
    accepts.push(keep(one.accepts[left] ?? false, other.accepts[right] ?? false))
    const own = merged(one.moves[left] ?? [], other.moves[right] ?? []).map(({ last, to }) => {
      const next = to[0] * width + to[1]
      const place = places.get(next) ?? places.size
      if (place === places.size) {
        places.set(next, place)
        queue.push(next)
      }
      return { last, to: place }
    })
    if (places.size > mostStates) return null
    moves.push(joinedMoves(own))
  }
  return { accepts, moves }
}

function merged(left: readonly Move[], right: readonly Move[]): { last: number; to: [number, number] }[] {
  const result: { last: number; to: [number, number] }[] = []
  let at = 0
  let beside = 0
  for (;;) {
    const one = left[at]
    const other = right[beside]
    if (one === undefined || other === undefined) return result
    const last = Math.min(one.last, other.last)
    result.push({ last, to: [one.to, other.to] })
    if (one.last === last) at++
    if (other.last === last) beside++
  }
}

/** Moves to one state beside each other are one. */
export function joinedMoves(moves: readonly Move[]): Move[] {
  return moves.filter(({ to }, index) => moves[index + 1]?.to !== to)
}

/** The texts that are not in the set. */
export function complement({ accepts, moves }: Automaton): Automaton {
  return { accepts: accepts.map((accepted) => !accepted), moves }
}

/** Whether a text is in the set. */
export function takes({ accepts, moves }: Automaton, text: string): boolean {
  let state = 0
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0
    state = moves[state]?.find(({ last }) => code <= last)?.to ?? 0
  }
  return accepts[state] ?? false
}

/** The states from which some text of the set can still be ended. */
export function liveStates({ accepts, moves }: Automaton): ReadonlySet<number> {
  const back = accepts.map((): number[] => [])
  for (const [state, own] of moves.entries()) for (const { to } of own) back[to]?.push(state)
  const live = new Set(accepts.flatMap((accepted, state) => (accepted ? [state] : [])))
  for (const state of live) for (const before of back[state] ?? []) live.add(before)
  return live
}

/** All texts. */
export const everyText: Automaton = { accepts: [true], moves: [[{ last: lastCode, to: 0 }]] }

/** The texts that begin with `start`. */
export function textsFrom(start: string): Automaton {
  const codes = [...start].map((sign) => sign.codePointAt(0) ?? 0)
  const dead = codes.length + 1
  const moves = codes.map((code, index): Move[] => [
    ...(code > 0 ? [{ last: code - 1, to: dead }] : []),
    { last: code, to: index + 1 },
    ...(code < lastCode ? [{ last: lastCode, to: dead }] : []),
  ])
  return {
    accepts: [...codes.map(() => false), true, false],
    moves: [...moves, [{ last: lastCode, to: codes.length }], [{ last: lastCode, to: dead }]],
  }
}
