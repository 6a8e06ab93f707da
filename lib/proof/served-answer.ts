import { type Answer, answerOf, placeOf } from './answer'
import type { Serve, Served } from './family'
import type { WireRequest } from './wire-request'

const grid = Array.from({ length: 8 }, (_, index) => (index + 0.5) / 8)
const near = 1e-9

/**
 * The exact shares of a gateway's answers to one request, without statistics: the gateway is asked at many draws, and
 * between two draws with different answers the draw where they change is searched. `expected` are shares that somebody
 * else claims: their sums are looked at closely, so that a small share between two draws is not missed.
 */
export function servedAnswer(
  serve: Serve,
  request: WireRequest,
  tagHeader: string,
  expected: readonly number[],
): Answer {
  let draws = 0
  const answered = serve(request)
  if (answered.cycle !== undefined) return inTurns(answered, answered.cycle, tagHeader)
  const at = (draw: number): string => {
    draws = 0
    const served = answered(() => {
      draws++
      return draw
    })
    if (draws > 1) throw new Error(`one request took ${draws} draws`)
    return placeOfServed(served, tagHeader)
  }
  const first = at(0)
  if (draws === 0) return answerOf([[first, 1]])
  const points = [...new Set([0, ...grid, ...cuts(expected), 1 - 1e-12])].sort((one, other) => one - other)
  const shares: [string, number][] = []
  let known = { draw: 0, place: first }
  let from = 0
  for (const draw of points.slice(1)) {
    const place = at(draw)
    if (place !== known.place) {
      const change = changeBetween(at, known, draw)
      shares.push([known.place, change - from])
      from = change
    }
    known = { draw, place }
  }
  return answerOf([...shares, [known.place, 1 - from]])
}

/** All turns of a cycle, counted. */
function inTurns(serve: (random: () => number) => Served, cycle: number, tagHeader: string): Answer {
  const places = Array.from({ length: cycle }, () =>
    placeOfServed(
      serve(() => 0),
      tagHeader,
    ),
  )
  return answerOf(places.map((place) => [place, 1 / cycle]))
}

/** The draw at which the answer stops being that of `low`; both sides of it are told apart by far less than any share. */
function changeBetween(
  at: (draw: number) => string,
  low: { draw: number; place: string },
  high: number,
): number {
  let [from, to] = [low.draw, high]
  while (to - from > 2 * near) {
    const middle = (from + to) / 2
    if (at(middle) === low.place) from = middle
    else to = middle
  }
  return to
}

/** Every sum of some of the shares, and points close beside it. */
function cuts(expected: readonly number[]): number[] {
  const sums = [0]
  for (const share of expected) sums.push(...sums.map((sum) => sum + share))
  return sums.flatMap((sum) => [sum - near, sum + near]).filter((draw) => draw > 0 && draw < 1)
}

/** The place of one answer of a gateway. */
export function placeOfServed(served: Served, tagHeader: string): string {
  if ('status' in served) return `status ${served.status}`
  return placeOf(served.service, served.port, served.headers[tagHeader.toLowerCase()] ?? null)
}
