/** Code points as sorted, disjoint, inclusive ranges. */
export type CodeRanges = readonly (readonly [number, number])[]

/** The last code point. */
export const lastCode = 0x10ffff

/** Every code point. */
export const anyCode: CodeRanges = [[0, lastCode]]

/** Any ranges, sorted and joined. */
export function joined(ranges: CodeRanges): CodeRanges {
  const sorted = [...ranges].sort(([one], [other]) => one - other)
  const result: [number, number][] = []
  for (const [first, last] of sorted) {
    const before = result.at(-1)
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else result.push([first, last])
  }
  return result
}

/** Every code point that is not in `ranges`, which must be sorted and disjoint. */
export function without(ranges: CodeRanges): CodeRanges {
  const result: [number, number][] = []
  let next = 0
  for (const [first, last] of ranges) {
    if (first > next) result.push([next, first - 1])
    next = last + 1
  }
  if (next <= lastCode) result.push([next, lastCode])
  return result
}

const caseStep = 32
/** Letters beyond ASCII that stand for one of ASCII's when case is left aside: the long s and the Kelvin sign. */
const wideFolds: readonly (readonly [string, number])[] = [
  ['s', 0x17f],
  ['k', 0x212a],
]

/** The ranges with both cases of each letter; null beyond ASCII, whose letters are not known here. */
export function withBothCases(ranges: CodeRanges): CodeRanges | null {
  const added: [number, number][] = []
  for (const [first, last] of ranges) {
    if (last > 0x7f) return null
    const upper = overlap([first, last], [0x41, 0x5a])
    const lower = overlap([first, last], [0x61, 0x7a])
    if (upper) added.push([upper[0] + caseStep, upper[1] + caseStep])
    if (lower) added.push([lower[0] - caseStep, lower[1] - caseStep])
  }
  const all = joined([...ranges, ...added])
  const wide = wideFolds.flatMap(([letter, code]): [number, number][] =>
    holds(all, letter.charCodeAt(0)) ? [[code, code]] : [],
  )
  return joined([...all, ...wide])
}

/** Whether a code point is in the ranges. */
export function holds(ranges: CodeRanges, code: number): boolean {
  return ranges.some(([first, last]) => first <= code && code <= last)
}

function overlap(one: readonly [number, number], other: readonly [number, number]): [number, number] | null {
  const first = Math.max(one[0], other[0])
  const last = Math.min(one[1], other[1])
  return first <= last ? [first, last] : null
}
