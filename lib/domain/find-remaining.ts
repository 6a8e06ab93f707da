import type { Entry } from './entry'
import { isEmpty, mayMeet, type RequestSet, remaining } from './request-set'

/** How many comparisons of sets were made, and how many may be. */
export type Effort = { steps: number; most: number }

/** Some requests that no earlier set takes; or the places of the earlier sets that take them all; or that it takes too long to tell. */
export type Search = { left: RequestSet } | { takenBy: number[] } | 'unknown'

/** Looks in a set for requests that are in none of the earlier ones. */
export function findRemaining(
  requests: RequestSet,
  earlier: readonly RequestSet[],
  entry: Entry | undefined,
  effort: Effort,
): Search {
  const takers = new Set<number>()
  const search = (piece: RequestSet, from: number): RequestSet | 'taken' | 'unknown' => {
    for (let place = from; place < earlier.length; place++) {
      const taker = earlier[place]
      if (++effort.steps > effort.most) return 'unknown'
      if (taker === undefined || !mayMeet(piece, taker)) continue
      const pieces = remaining(piece, taker, entry)
      if (pieces === null) return 'unknown'
      takers.add(place)
      for (const smaller of pieces) {
        const found = search(smaller, place + 1)
        if (found !== 'taken') return found
      }
      return 'taken'
    }
    return piece
  }
  if (isEmpty(requests)) return { takenBy: [] }
  const found = search(requests, 0)
  if (found === 'unknown') return found
  return found === 'taken' ? { takenBy: [...takers].sort((one, other) => one - other) } : { left: found }
}
