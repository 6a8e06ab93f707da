import { anyCode, type CodeRanges } from './code-ranges'
import { classAt, escapeAt, single } from './pattern-class'

/** A pattern as a tree: what one place takes, one after the other, one of several, again and again, or an end of the text. */
export type Pattern =
  | { kind: 'one'; of: CodeRanges }
  | { kind: 'all'; parts: readonly Pattern[] }
  | { kind: 'any'; parts: readonly Pattern[] }
  | { kind: 'repeat'; part: Pattern; least: number; most: number }
  | { kind: 'begin' }
  | { kind: 'end' }

type Flags = { bothCases: boolean; dotsTakeLines: boolean }
type Part = { pattern: Pattern; end: number }

class Beyond extends Error {}

/**
 * An RE2 pattern (with `.` taking every character) as a tree; null where it uses what is not read here: word borders,
 * Unicode classes, lines, and cases beyond ASCII.
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function parsePattern(text: string): Pattern | null {
  try {
    const { pattern, end } = alternatives(text, 0, { bothCases: false, dotsTakeLines: true })
    return end === text.length ? pattern : null
  } catch (error) {
    if (error instanceof Beyond) return null
    throw error
  }
}

function alternatives(text: string, start: number, given: Flags): Part {
  const flags = { ...given }
  const parts: Pattern[] = []
  let at = start
  for (;;) {
    const { pattern, end } = sequence(text, at, flags)
    parts.push(pattern)
    if (text.charAt(end) !== '|') {
      const [only] = parts
      return { pattern: only && parts.length === 1 ? only : { kind: 'any', parts }, end }
    }
    at = end + 1
  }
}

/** Flags set in a sequence hold to the end of its group, over its alternatives too: `flags` is changed. */
function sequence(text: string, start: number, flags: Flags): Part {
  const parts: Pattern[] = []
  let at = start
  while (at < text.length && text.charAt(at) !== '|' && text.charAt(at) !== ')') {
    const setting = /^\(\?([a-zA-Z-]+)\)/.exec(text.slice(at))
    if (setting) {
      Object.assign(flags, withFlags(flags, setting[1] ?? ''))
      at += setting[0].length
      continue
    }
    const atom = atomAt(text, at, flags)
    const { pattern, end } = repeated(text, atom)
    parts.push(pattern)
    at = end
  }
  return { pattern: { kind: 'all', parts }, end: at }
}

function withFlags(flags: Flags, letters: string): Flags {
  const [set = '', unset = ''] = letters.split('-')
  if (set.includes('m')) throw new Beyond()
  return {
    bothCases: unset.includes('i') ? false : flags.bothCases || set.includes('i'),
    dotsTakeLines: unset.includes('s') ? false : flags.dotsTakeLines || set.includes('s'),
  }
}

function atomAt(text: string, at: number, flags: Flags): Part {
  const sign = text.charAt(at)
  if (sign === '(') return groupAt(text, at, flags)
  if (sign === '^') return { pattern: { kind: 'begin' }, end: at + 1 }
  if (sign === '$') return { pattern: { kind: 'end' }, end: at + 1 }
  if (sign === '.') return { pattern: { kind: 'one', of: dot(flags) }, end: at + 1 }
  if (sign === '\\' && text.charAt(at + 1) === 'A') return { pattern: { kind: 'begin' }, end: at + 2 }
  if (sign === '\\' && text.charAt(at + 1) === 'z') return { pattern: { kind: 'end' }, end: at + 2 }
  const part = sign === '[' || sign === '\\' ? setAt(text, at, flags) : plainAt(text, at, flags)
  if (part === null) throw new Beyond()
  return { pattern: { kind: 'one', of: part.ranges }, end: part.end }
}

function setAt(text: string, at: number, { bothCases }: Flags) {
  return text.charAt(at) === '[' ? classAt(text, at, bothCases) : escapeAt(text, at, bothCases)
}

function plainAt(text: string, at: number, { bothCases }: Flags) {
  const code = text.codePointAt(at) ?? 0
  const ranges = single(code, bothCases)
  return ranges && { ranges, end: at + String.fromCodePoint(code).length }
}

function dot({ dotsTakeLines }: Flags): CodeRanges {
  return dotsTakeLines
    ? anyCode
    : [
        [0, 9],
        [11, 0x10ffff],
      ]
}

function groupAt(text: string, at: number, flags: Flags): Part {
  const head = /^\((?:\?(?:P?<\w+>|([a-zA-Z-]*):))?/.exec(text.slice(at))
  if (head === null || (head[0] === '(' && text.charAt(at + 1) === '?')) throw new Beyond()
  const inner = alternatives(text, at + head[0].length, withFlags(flags, head[1] ?? ''))
  if (text.charAt(inner.end) !== ')') throw new Beyond()
  return { pattern: inner.pattern, end: inner.end + 1 }
}

function repeated(text: string, atom: Part): Part {
  let { pattern, end } = atom
  for (;;) {
    const sign = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(text.slice(end))
    if (sign === null) return { pattern, end }
    const [least, most] = bounds(sign)
    pattern = { kind: 'repeat', part: pattern, least, most }
    end += sign[0].length
  }
}

function bounds([, sign, low = '', comma, high = '']: RegExpExecArray): [number, number] {
  if (sign !== undefined) return [sign === '+' ? 1 : 0, sign === '?' ? 1 : Number.POSITIVE_INFINITY]
  const least = Number(low)
  if (comma === undefined) return [least, least]
  return [least, high === '' ? Number.POSITIVE_INFINITY : Number(high)]
}
