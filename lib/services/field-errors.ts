import type { z } from 'zod'
import { AppError, type FieldErrors } from '@/lib/errors'

type Issue = z.core.$ZodIssue

/** Zod's issues by field path; an unknown field is named, a union speaks for its closest branch. */
export function fieldErrorsOf(error: z.ZodError): FieldErrors {
  const fields: FieldErrors = {}
  for (const issue of error.issues) collect(issue, [], fields)
  return fields
}

/** Parses what came from outside. Raises `Invalid` with the fields. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields = fieldErrorsOf(result.error)
  throw new AppError('Invalid', `The input is not valid: ${summary(fields)}`, { fields })
}

function collect(issue: Issue, prefix: readonly PropertyKey[], fields: FieldErrors): void {
  const path = [...prefix, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const closest = issue.errors.reduce((best, branch) => (branch.length < best.length ? branch : best))
    for (const inner of closest) collect(inner, path, fields)
    return
  }
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) add(fields, [...path, key], 'is not a known field')
    return
  }
  add(fields, path, issue.message)
}

function add(fields: FieldErrors, path: readonly PropertyKey[], message: string): void {
  const key = path.map(String).join('.')
  const known = Object.hasOwn(fields, key) ? fields[key] : undefined
  if (known) known.push(message)
  else Object.defineProperty(fields, key, { value: [message], enumerable: true })
}

function summary(fields: FieldErrors): string {
  const [first, ...others] = Object.entries(fields)
  if (!first) return 'unknown reason.'
  const [path, messages] = first
  const named = `${path === '' ? 'the whole' : path} ${messages[0] ?? ''}`
  return others.length > 0 ? `${named}, and ${others.length} more.` : `${named}.`
}
