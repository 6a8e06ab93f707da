import { RE2JS } from 're2js'
import { patternAutomaton } from './pattern-automaton'
import { newTextMatcher } from './text-matcher'

/**
 * A compiled RE2 pattern that must match the whole value, or the reason why it is not RE2.
 * Linear in the length of the value: no pattern can hang the caller.
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function compileRegex(
  pattern: string,
): { ok: true; matches: (value: string) => boolean } | { ok: false; reason: string } {
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.DOTALL)
    const start = literalStart(pattern)
    let matches: ((value: string) => boolean) | undefined
    return {
      ok: true,
      matches(value) {
        if (!value.startsWith(start)) return false
        matches ??= fastMatcher(pattern) ?? ((text) => compiled.testExact(text))
        return matches(value)
      },
    }
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) }
  }
}

/** The same answers without the cost of the engine, for the patterns that are read here. Made when it is first needed. */
function fastMatcher(pattern: string): ((value: string) => boolean) | null {
  const automaton = patternAutomaton(pattern)
  return automaton && newTextMatcher(automaton)
}

/** A text that every match of an RE2 pattern begins with; most values are told apart by it, far faster than by the pattern. */
export function literalStart(pattern: string): string {
  if (pattern.includes('|') || pattern.includes('(?')) return ''
  const plain = /^[^\\.+*?()|[\]{}^$]*/.exec(pattern)?.[0] ?? ''
  return /^[*?{]/.test(pattern.slice(plain.length)) ? [...plain].slice(0, -1).join('') : plain
}

/** The characters of a text that mean something in a regex, quoted, so that it matches itself only. */
export function quoteRegex(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}

/** The inverse of `quoteRegex`; null when the text is not quoted as `quoteRegex` does it. */
export function unquoteRegex(quoted: string): string | null {
  const text = quoted.replace(/\\([\\.+*?()|[\]{}^$])/g, '$1')
  return quoteRegex(text) === quoted ? text : null
}
