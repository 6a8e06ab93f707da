import { baseline } from '@/lib/domain/baseline'

export type SharePart = {
  lane: string
  colour: number
  /** 0..1, or null when it is not known. */
  share: number | null
  expected?: number | null
  interval?: readonly [number, number] | null
}

/** All in hundredths of the bar. `tick` is where this part should end; `whisker` where its end may truly lie. */
export type ShareSegment = {
  lane: string
  colour: number
  share: number
  start: number
  width: number
  tick: number | null
  whisker: readonly [number, number] | null
}

/** Baseline first, then lanes in the order of their creation: the order never depends on the figures. */
export function inLaneOrder<T extends { lane: string; colour: number }>(parts: readonly T[]): T[] {
  return [...parts].sort(
    (a, b) =>
      Number(b.lane === baseline) - Number(a.lane === baseline) ||
      a.colour - b.colour ||
      a.lane.localeCompare(b.lane),
  )
}

/** Null when nothing is known of any part: the bar is hatched then. */
export function shareSegments(parts: readonly SharePart[]): ShareSegment[] | null {
  const ordered = inLaneOrder(parts)
  if (ordered.length === 0 || ordered.every(({ share }) => share === null)) return null
  const allExpected = ordered.every(({ expected }) => typeof expected === 'number')
  let start = 0
  let shouldEnd = 0
  return ordered.map((part, index) => {
    const share = part.share ?? 0
    const width = share * 100
    shouldEnd += (part.expected ?? 0) * 100
    const isLast = index === ordered.length - 1
    const segment: ShareSegment = {
      lane: part.lane,
      colour: part.colour,
      share,
      start,
      width,
      tick: allExpected && !isLast ? clamp(shouldEnd) : null,
      whisker:
        isLast || !part.interval
          ? null
          : [clamp(start + part.interval[0] * 100), clamp(start + part.interval[1] * 100)],
    }
    start += width
    return segment
  })
}

function clamp(value: number): number {
  return Math.min(100, Math.max(0, value))
}
