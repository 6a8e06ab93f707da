import { RE2JS } from 're2js'

/** Whether a value matches; an absent value never does. */
export type ValueMatcher = (value: string | undefined) => boolean

/** Exactly this value. */
export function exactly(wanted: string): ValueMatcher {
  return (value) => value === wanted
}

/**
 * An RE2 expression anywhere in the value; what is no expression never matches.
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function containing(expression: string): ValueMatcher {
  try {
    const pattern = RE2JS.compile(expression)
    return (value) => value !== undefined && pattern.matcher(value).find()
  } catch {
    return () => false
  }
}
