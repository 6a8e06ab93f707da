import { z } from 'zod'
import { because } from '@/lib/words/sentence'
import { HeaderName } from './names'

/** Where a condition looks. */
export const ConditionSource = z.enum(['header', 'cookie', 'query', 'path', 'method', 'host'])
export type ConditionSource = z.infer<typeof ConditionSource>

/** How a condition compares. */
export const ConditionOperator = z.enum(['exact', 'prefix', 'regex', 'in', 'present', 'percent'])
export type ConditionOperator = z.infer<typeof ConditionOperator>

const printable = z
  .string()
  .min(1, because('checks.empty'))
  .max(1024)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  .regex(/^[^\u0000-\u001f\u007f]*$/, because('checks.controlCharacters'))

const named = { source: z.enum(['header', 'cookie', 'query']), name: HeaderName }
const unnamed = { source: z.enum(['path', 'method', 'host']) }
const not = z.literal(true).optional()

const comparisons = <S extends z.ZodRawShape>(shape: S) =>
  [
    z.strictObject({ ...shape, operator: z.enum(['exact', 'prefix', 'regex']), value: printable, not }),
    z.strictObject({ ...shape, operator: z.literal('in'), values: z.array(printable).min(1).max(100), not }),
  ] as const

/**
 * One condition on a request. `exact`, `prefix` and `regex` (RE2, full match) carry `value`; `in` carries
 * `values`; `percent` is hash(value of the source) mod 100 < `value`; `not: true` negates.
 */
export const Condition = z.union([
  ...comparisons(named),
  ...comparisons(unnamed),
  z.strictObject({ ...named, operator: z.literal('present'), not }),
  z.strictObject({ ...named, operator: z.literal('percent'), value: z.int().min(0).max(100), not }),
])
export type Condition = z.infer<typeof Condition>
