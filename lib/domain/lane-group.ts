import { z } from 'zod'
import { Application } from './application'
import { Entry } from './entry'
import { Lane } from './lane'
import { DnsLabel, HeaderName } from './names'
import { RouteRule } from './route-rule'

/** How lane workloads are named and labelled. */
export const Convention = z.enum(['mse', 'zadig', 'istio', 'plain', 'shared'])
export type Convention = z.infer<typeof Convention>

/** What belongs together: services, entries, lanes and rules. */
export const LaneGroupSpec = z.strictObject({
  title: z.string().max(200).optional(),
  cluster: DnsLabel,
  namespace: DnsLabel,
  mode: z.enum(['permissive', 'strict']).default('permissive'),
  tagHeader: HeaderName.default('x-mse-tag'),
  tagPolicy: z.enum(['closed', 'open']).default('closed'),
  tagPlacement: z.enum(['label', 'annotation', 'both']).optional(),
  registryDelaySeconds: z.int().min(0).max(300).optional(),
  allowManaged: z.boolean().optional(),
  /** How many pods of the baseline one pod of a lane may stand in for; 2 unless it says so. */
  capacityRatio: z.number().positive().max(1000).optional(),
  convention: Convention.default('mse'),
  applications: z.array(Application).min(1).max(500),
  entries: z.array(Entry).max(50).default([]),
  lanes: z.array(Lane).max(100).default([]),
  rules: z.array(RouteRule).max(1000).default([]),
})
export type LaneGroupSpec = z.infer<typeof LaneGroupSpec>

/** The document of a group: what the API takes and gives, and what a Revision keeps. */
export const LaneGroupDocument = z.strictObject({
  apiVersion: z.literal('lanekeeper.io/v1'),
  kind: z.literal('LaneGroup'),
  metadata: z.strictObject({ name: DnsLabel }),
  spec: LaneGroupSpec,
})
export type LaneGroupDocument = z.infer<typeof LaneGroupDocument>
/** The document as people write it, before defaults. */
export type LaneGroupInput = z.input<typeof LaneGroupDocument>
