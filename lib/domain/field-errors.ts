import type { z } from 'zod'

/** Sentences by the path of the field, such as `spec.rules.0.match`. */
export type FieldErrors = Record<string, string[]>

/** Adds a sentence to a field. */
export function addFieldError(errors: FieldErrors, path: readonly PropertyKey[], message: string): void {
  const key = path.map(String).join('.')
  const known = Object.hasOwn(errors, key) ? errors[key] : undefined
  if (known === undefined) errors[key] = [message]
  else if (!known.includes(message)) known.push(message)
}

/** zod's issues by field. Of a union the variant that was missed by the least is told. */
export function fieldErrorsOf(
  error: z.core.$ZodError,
  prefix: readonly PropertyKey[] = [],
  errors: FieldErrors = {},
): FieldErrors {
  for (const issue of error.issues) addIssue(errors, issue, prefix)
  return errors
}

function addIssue(errors: FieldErrors, issue: z.core.$ZodIssue, prefix: readonly PropertyKey[]): void {
  const path = [...prefix, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const nearest = issue.errors.reduce((best, variant) => (missOf(variant) < missOf(best) ? variant : best))
    for (const inner of nearest) addIssue(errors, inner, path)
  } else if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) addFieldError(errors, [...path, key], 'is not a known field')
  } else {
    addFieldError(errors, path, issue.message)
  }
}

/** A wrong word where a variant is chosen (source, operator) weighs more than a wrong value. */
function missOf(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'invalid_value' ? 3 : 1), 0)
}
