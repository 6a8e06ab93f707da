import { z } from 'zod'
import { LaneGroupSummary } from './lane-groups'
import { OperationView } from './operations'
import { TrafficView } from './traffic'

/** Something that waits for a person: a failed or stuck operation, changes not pushed, an unreachable cluster. */
export const Waiting = z.strictObject({
  kind: z.enum(['operation-failed', 'operation-waiting', 'not-pushed', 'cluster-unreachable']),
  group: z.string().nullable(),
  cluster: z.string().nullable(),
  operation: z.string().nullable(),
  message: z.string(),
})
export type Waiting = z.infer<typeof Waiting>

export const DashboardView = z.strictObject({
  groups: z.array(
    z.strictObject({
      summary: LaneGroupSummary,
      /** Traffic of the first entry's application, or null when it is not known. */
      traffic: TrafficView.nullable(),
      rps: z.number().nullable(),
    }),
  ),
  totalGroups: z.int(),
  running: z.array(OperationView),
  waiting: z.array(Waiting),
  clusters: z.array(
    z.strictObject({ name: z.string(), reachable: z.boolean().nullable(), problem: z.string().nullable() }),
  ),
})
export type DashboardView = z.infer<typeof DashboardView>
