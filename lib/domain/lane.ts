import { z } from 'zod'
import { because } from '@/lib/words/sentence'
import { DnsLabel, LaneTag } from './names'

/** An image reference as container runtimes accept it: `[registry/]name[:tag][@digest]`, no spaces. */
export const ImageReference = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._:/-]*(@sha256:[a-f0-9]{64})?$/, because('checks.image'))

/** A JSON value as a patch may carry it. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }
const JsonValue: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(JsonValue),
    z.record(z.string(), JsonValue),
  ]),
)

/** A version of one application in a lane. `replicas` omitted = not ours (an autoscaler's). */
export const LaneVersion = z.strictObject({
  application: DnsLabel,
  image: ImageReference,
  replicas: z.int().min(0).max(1000).optional(),
  name: DnsLabel.optional(),
  config: z.enum(['share', 'copy']).optional(),
  patch: z.record(z.string(), JsonValue).optional(),
})
export type LaneVersion = z.infer<typeof LaneVersion>

/**
 * `active` takes requests; `parked` keeps its objects without pods; `cleaned` has nothing on the cluster. Lane, versions
 * and rules stay in each, and a lane that becomes active again gets back all that it had.
 */
export const laneStates = ['active', 'parked', 'cleaned'] as const

/** A tag with versions of some of the applications. */
export const Lane = z.strictObject({
  tag: LaneTag,
  title: z.string().max(200).optional(),
  state: z.enum(laneStates).default('active'),
  passTag: z.boolean().default(true),
  versions: z.array(LaneVersion).max(200).default([]),
})
export type Lane = z.infer<typeof Lane>
