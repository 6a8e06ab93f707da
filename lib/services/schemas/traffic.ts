import { z } from 'zod'
import { VersionExtractor } from '@/lib/domain/version-extractor'
import { because } from '@/lib/words/sentence'
import { SampleRequest, Timestamp } from './common'

/** A lane that gets less than its rule says, because its pods cannot carry more. Shares are 0..1 of what the rule takes. */
export const LimitView = z.strictObject({
  lane: z.string(),
  entry: z.string(),
  /** The application that decides. */
  application: z.string(),
  wanted: z.number(),
  given: z.number(),
  /** Ready pods of it in the lane, pods that the baseline wants, and how many of those one of these may stand in for. */
  ready: z.int(),
  pods: z.int(),
  ratio: z.number(),
  /** All that as a sentence. */
  message: z.string(),
})
export type LimitView = z.infer<typeof LimitView>

export const VersionTraffic = z.strictObject({
  lane: z.string(),
  colour: z.int(),
  /** Requests in the window; null when the version could not be measured. */
  requests: z.int().nullable(),
  /** Requests per second over the covered part of the window; null when unknown. */
  rps: z.number().nullable(),
  /** Observed share, 0..1; null when no request was seen. */
  share: z.number().nullable(),
  /** Configured share, 0..1; null when conditions decide and no share can be told. */
  expected: z.number().nullable(),
  /** 95 % Wilson interval of the share; null when no request was seen. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  /** Whether there are enough requests to judge the share. */
  enough: z.boolean(),
  errorRate: z.number().nullable(),
  /** Seconds; null when unknown. */
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
})
export type VersionTraffic = z.infer<typeof VersionTraffic>

export const ApplicationTraffic = z.strictObject({
  application: z.string(),
  /** Where the counts come from: the gateway, the pods themselves, or nowhere. */
  measuredAt: z.enum(['gateway', 'pods', 'none']),
  versions: z.array(VersionTraffic),
})
export type ApplicationTraffic = z.infer<typeof ApplicationTraffic>

export const TrafficView = z.strictObject({
  asOf: Timestamp.nullable(),
  source: z.enum(['scrape', 'prometheus', 'none']),
  windowSeconds: z.int(),
  /** How much of the window is covered by measurements, in seconds. */
  coveredSeconds: z.number(),
  problem: z.string().nullable(),
  applications: z.array(ApplicationTraffic),
  /** Why expected shares are less than the rules say; absent where they are not. */
  limits: z.array(LimitView).optional(),
})
export type TrafficView = z.infer<typeof TrafficView>

export const TrafficInput = z.strictObject({
  window: z.coerce.number().int().min(10).max(3600).default(300),
})

/** A request; with `document` for one that is not saved yet, in place of the group's own. */
export const SimulateInput = SampleRequest.extend({ document: z.unknown().optional() })
export type SimulateInput = z.infer<typeof SimulateInput>

export const SimulateResult = z.strictObject({
  /** The rule that decided; null when the implied `everyone → baseline` did. */
  rule: z.string().nullable(),
  /** The client's own tag, where it decided before any rule. */
  picked: z.string().optional(),
  /** The lane, or `baseline`; with several targets the first by weight, and `shares` tells all. */
  lane: z.string(),
  shares: z.array(z.strictObject({ lane: z.string(), share: z.number() })),
  why: z.array(
    z.strictObject({
      rule: z.string(),
      matched: z.boolean(),
      failed: z.array(z.strictObject({ branch: z.int(), condition: z.string() })),
    }),
  ),
  hops: z.array(z.strictObject({ application: z.string(), lane: z.string(), fallback: z.boolean() })),
  /** Why shares are less than the rules say; absent where they are not. */
  limits: z.array(LimitView).optional(),
})
export type SimulateResult = z.infer<typeof SimulateResult>

export const ProbeInput = z
  .strictObject({
    request: SampleRequest,
    count: z.int().min(1).max(1000).default(1),
    /** Where an answer says which version gave it; without it a chain of hops or the header x-pod tells. */
    version: VersionExtractor.optional(),
    /** Which lane (or the baseline) a version stands for, where it is not the lane's own name; null: none was found. */
    means: z
      .array(z.strictObject({ version: z.string().max(100).nullable(), lane: z.string() }))
      .max(50)
      .default([]),
  })
  .refine(({ version, means }) => version !== undefined || means.length === 0, {
    path: ['means'],
    error: because('checks.meansWithoutVersion'),
  })
  .refine(({ means }) => new Set(means.map(({ version }) => version)).size === means.length, {
    path: ['means'],
    error: because('checks.meansTwice'),
  })
export type ProbeInput = z.infer<typeof ProbeInput>

const Share = z.number()
const Interval = z.tuple([z.number(), z.number()])

/** Shares are 0..1; intervals are 95 % Wilson intervals. */
export const ProbeResult = z.strictObject({
  /** Where the requests went, and the host that they named there. */
  address: z.string(),
  host: z.string().nullable(),
  responses: z.array(
    z.strictObject({
      status: z.int().nullable(),
      body: z.string(),
      durationMs: z.number(),
      hops: z.array(
        z.strictObject({ application: z.string(), lane: z.string(), address: z.string().nullable() }),
      ),
      /** What `version` took out of the answer, null for nothing; absent without it. */
      version: z.string().nullable().optional(),
    }),
  ),
  tally: z.array(
    z.strictObject({
      /** `unknown` for answers that do not say who gave them, and for requests that nothing answered. */
      lane: z.string(),
      count: z.int(),
      share: Share,
      interval: Interval,
      /** Null where no share can be told. */
      expected: Share.nullable(),
      /** Whether the interval holds the expected share; null while some answers do not say who gave them. */
      fits: z.boolean().nullable(),
      /** Whether there are enough requests to judge a share that fits. */
      enough: z.boolean(),
    }),
  ),
  /** What the answers said, the most frequent first; absent without `version`. */
  versions: z
    .array(
      z.strictObject({
        version: z.string().nullable(),
        count: z.int(),
        share: Share,
        interval: Interval,
        /** What these are counted for, and how many of them for nothing, as it is not known. */
        lanes: z.array(z.string()),
        untold: z.int(),
      }),
    )
    .optional(),
  /** The versions that the rules, as pods can carry them, lead to expect at the entry's application. */
  expected: z.strictObject({
    /** The rule that decides; null when the implied `everyone → baseline` does. */
    rule: z.string().nullable(),
    /** Whether the rules are on the cluster as they are saved. */
    pushed: z.boolean(),
    /** Null where a lane without a version of the entry's application takes a share, and `version` may tell of another. */
    shares: z.array(z.strictObject({ lane: z.string(), share: Share })).nullable(),
  }),
})
export type ProbeResult = z.infer<typeof ProbeResult>
