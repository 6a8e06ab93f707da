import { z } from 'zod'

/** `clusters` and `database` are told to signed-in callers only. */
export const HealthView = z.strictObject({
  status: z.enum(['ok', 'failing']),
  database: z.enum(['ok', 'failing']).optional(),
  clusters: z.array(z.strictObject({ name: z.string(), reachable: z.boolean().nullable() })).optional(),
})
export type HealthView = z.infer<typeof HealthView>

export const ReadyView = z.strictObject({
  status: z.enum(['ready', 'starting']),
  waitingFor: z.array(z.string()).optional(),
  database: z.enum(['ok', 'failing']).optional(),
  clusters: z.array(z.strictObject({ name: z.string(), reachable: z.boolean().nullable() })).optional(),
})
export type ReadyView = z.infer<typeof ReadyView>
