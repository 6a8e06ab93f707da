import { type CodeRanges, joined, withBothCases, without } from './code-ranges'

/** A part of a pattern as code points, and where it ends. */
export type ClassPart = { ranges: CodeRanges; end: number }

const digits: CodeRanges = [[0x30, 0x39]]
const upper: CodeRanges = [[0x41, 0x5a]]
const lower: CodeRanges = [[0x61, 0x7a]]
const blanks: CodeRanges = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
]
const words = joined([...digits, ...upper, ...lower, [0x5f, 0x5f]])
const controls: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 }
const named: Readonly<Record<string, CodeRanges>> = {
  alnum: joined([...digits, ...upper, ...lower]),
  alpha: joined([...upper, ...lower]),
  ascii: [[0, 0x7f]],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  digit: digits,
  graph: [[0x21, 0x7e]],
  lower,
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  upper,
  word: words,
  xdigit: joined([...digits, [0x41, 0x46], [0x61, 0x66]]),
}

/** One code point as a class, in both cases if asked for; null where its cases are not known here. */
export function single(code: number, bothCases: boolean): CodeRanges | null {
  return bothCases ? withBothCases([[code, code]]) : [[code, code]]
}

/**
 * What the escape at `at` (a backslash) stands for; null for one that is no set of code points, or not known here.
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function escapeAt(pattern: string, at: number, bothCases: boolean): ClassPart | null {
  const letter = pattern.charAt(at + 1)
  const known = perlClass(letter.toLowerCase())
  if (known !== null) {
    const ranges = bothCases ? withBothCases(known) : known
    if (ranges === null) return null
    return { ranges: letter === letter.toLowerCase() ? ranges : without(ranges), end: at + 2 }
  }
  const point = escapedCode(pattern, at)
  const ranges = point && single(point.code, bothCases)
  return point && ranges ? { ranges, end: point.end } : null
}

function perlClass(letter: string): CodeRanges | null {
  if (letter === 'd') return digits
  if (letter === 's') return blanks
  return letter === 'w' ? words : null
}

function escapedCode(pattern: string, at: number): { code: number; end: number } | null {
  const rest = pattern.slice(at + 1)
  const hex = /^x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\})/.exec(rest)
  if (hex) return { code: Number.parseInt(hex[1] ?? hex[2] ?? '', 16), end: at + 1 + hex[0].length }
  const letter = rest.charAt(0)
  const control = controls[letter]
  if (control !== undefined) return { code: control, end: at + 2 }
  return /^[!-/:-@[-`{-~]$/.test(letter) ? { code: letter.charCodeAt(0), end: at + 2 } : null
}

/** The class that begins at `at` (a bracket); null where something in it is not known here. */
export function classAt(pattern: string, at: number, bothCases: boolean): ClassPart | null {
  let next = at + 1
  const negated = pattern.charAt(next) === '^'
  if (negated) next++
  const ranges: (readonly [number, number])[] = []
  for (let first = true; first || pattern.charAt(next) !== ']'; first = false) {
    if (next >= pattern.length) return null
    const part = classItem(pattern, next, bothCases)
    if (part === null) return null
    ranges.push(...part.ranges)
    next = part.end
  }
  const all = joined(ranges)
  return { ranges: negated ? without(all) : all, end: next + 1 }
}

function classItem(pattern: string, at: number, bothCases: boolean): ClassPart | null {
  const group = /^\[:(\^?)(\w+):\]/.exec(pattern.slice(at))
  if (group) {
    const ranges = bothCases ? withBothCases(named[group[2] ?? ''] ?? []) : (named[group[2] ?? ''] ?? [])
    if (ranges === null || named[group[2] ?? ''] === undefined) return null
    return { ranges: group[1] === '^' ? without(ranges) : ranges, end: at + group[0].length }
  }
  const low = classCode(pattern, at)
  if (low === null) return pattern.charAt(at) === '\\' ? escapeAt(pattern, at, bothCases) : null
  const isRange = pattern.charAt(low.end) === '-' && pattern.charAt(low.end + 1) !== ']'
  const high = isRange ? classCode(pattern, low.end + 1) : low
  if (high === null || high.code < low.code) return null
  const range: CodeRanges = [[low.code, high.code]]
  const ranges = bothCases ? withBothCases(range) : range
  return ranges && { ranges, end: high.end }
}

function classCode(pattern: string, at: number): { code: number; end: number } | null {
  if (pattern.charAt(at) === '\\') return escapedCode(pattern, at)
  const code = pattern.codePointAt(at)
  return code === undefined ? null : { code, end: at + String.fromCodePoint(code).length }
}
