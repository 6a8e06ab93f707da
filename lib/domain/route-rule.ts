import { z } from 'zod'
import { baseline } from './baseline'
import { Condition } from './condition'
import { DnsLabel, HeaderName, LaneTag } from './names'

/** A lane (or the baseline) and its weight, an integer relative to its siblings. */
export const Target = z.strictObject({
  lane: z.union([z.literal(baseline), LaneTag]),
  weight: z.int().min(0).max(1_000_000),
})
export type Target = z.infer<typeof Target>

/** OR of AND-lists. */
export const Match = z.array(z.array(Condition).min(1).max(16)).min(1).max(16)
export type Match = z.infer<typeof Match>

/** Ordered match → weighted targets; without `match` it takes everyone and must be the last. */
export const RouteRule = z.strictObject({
  name: DnsLabel,
  entries: z.array(DnsLabel).min(1).optional(),
  match: Match.optional(),
  targets: z.array(Target).min(1).max(16),
  sticky: z.strictObject({ source: z.enum(['header', 'cookie', 'query']), name: HeaderName }).optional(),
})
export type RouteRule = z.infer<typeof RouteRule>
