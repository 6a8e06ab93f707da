/** Texts for a part of a pattern, and where that part ends. */
type Part = { texts: string[]; end: number }

const escapes: Readonly<Record<string, string>> = {
  d: '0',
  w: 'a',
  s: ' ',
  D: 'a',
  W: '-',
  S: 'a',
  t: '\t',
  n: '\n',
}
const most = 16

/**
 * Some texts that a usual RE2 pattern may match: literals, classes, groups, alternatives, repetitions. They are guesses; the
 * caller tests them against the pattern itself.
 */
export function sampleRegex(pattern: string): string[] {
  return alternatives(pattern.replace(/\(\?[a-zA-Z]+\)/g, ''), 0).texts
}

function alternatives(pattern: string, start: number): Part {
  const texts: string[] = []
  let at = start
  for (;;) {
    const { texts: more, end } = sequence(pattern, at)
    texts.push(...more)
    if (pattern[end] !== '|') return { texts: texts.slice(0, most), end }
    at = end + 1
  }
}

function sequence(pattern: string, start: number): Part {
  let texts = ['']
  let at = start
  while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
    const atom = atomAt(pattern, at)
    const { counts, end } = repetition(pattern, atom.end)
    const tails = counts.flatMap((count) =>
      count === 0 ? [''] : atom.texts.map((text) => text.repeat(count)),
    )
    texts = texts.flatMap((text) => tails.map((tail) => text + tail)).slice(0, most)
    at = end
  }
  return { texts, end: at }
}

function atomAt(pattern: string, at: number): Part {
  const sign = pattern.charAt(at)
  if (sign === '(') {
    const head = /^\((\?(:|P?<[^>]*>|[a-zA-Z]+:))?/.exec(pattern.slice(at))?.[0] ?? '('
    const inner = alternatives(pattern, at + head.length)
    return { texts: inner.texts, end: inner.end + 1 }
  }
  if (sign === '[') return classAt(pattern, at)
  if (sign === '\\') {
    const next = pattern.charAt(at + 1)
    return { texts: /[bBAz]/.test(next) ? [''] : [escapes[next] ?? next], end: at + 2 }
  }
  if (sign === '^' || sign === '$') return { texts: [''], end: at + 1 }
  return { texts: [sign === '.' ? 'a' : sign], end: at + 1 }
}

function classAt(pattern: string, at: number): Part {
  const [all, negated, body = ''] = /^\[(\^?)(\]?(?:\\.|\[:\w+:\]|[^\]])*)\]/.exec(pattern.slice(at)) ?? []
  if (all === undefined) return { texts: ['['], end: at + 1 }
  const first = body.startsWith('\\') ? (escapes[body.charAt(1)] ?? body.charAt(1)) : body.charAt(0)
  const guesses = negated === '^' ? ['a', '0', '-', '~', 'Z'] : [first, 'a', '0', 'A']
  const usable = guesses.filter((guess) => isInClass(all, guess))
  return { texts: usable.slice(0, 2), end: at + all.length }
}

function isInClass(text: string, sign: string): boolean {
  try {
    return new RegExp(text).test(sign)
  } catch {
    return true
  }
}

function repetition(pattern: string, at: number): { counts: number[]; end: number } {
  const [all, sign, low = '', comma] = /^([*+?]|\{(\d+)(,?)\d*\})\??/.exec(pattern.slice(at)) ?? []
  if (all === undefined || sign === undefined) return { counts: [1], end: at }
  const end = at + all.length
  if (sign === '+') return { counts: [1, 2], end }
  if (sign === '*' || sign === '?') return { counts: [1, 0], end }
  const least = Math.min(Number(low), 64)
  return { counts: comma === ',' ? [least, least + 1] : [least], end }
}
