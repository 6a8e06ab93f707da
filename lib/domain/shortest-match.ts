import { type Pattern, parsePattern } from './parse-pattern'

/** How long a text must at least be, in UTF-16 units, for an RE2 pattern to match all of it; 0 where that is not known. */
export function shortestMatch(pattern: string): number {
  const tree = parsePattern(pattern)
  return tree === null ? 0 : shortestOf(tree)
}

function shortestOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'one':
      return 1
    case 'all':
      return pattern.parts.reduce((sum, part) => sum + shortestOf(part), 0)
    case 'any':
      return Math.min(...pattern.parts.map(shortestOf))
    case 'repeat':
      return pattern.least * shortestOf(pattern.part)
    case 'begin':
    case 'end':
      return 0
  }
}
