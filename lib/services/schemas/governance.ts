import { z } from 'zod'

export const GovernanceView = z.strictObject({
  cluster: z.string(),
  namespace: z.string(),
  /** Whether the namespace asks for the agent in all its pods. */
  isOn: z.boolean(),
  /** What injects the agent; null when none was found. */
  component: z.strictObject({ namespace: z.string(), name: z.string(), ready: z.boolean() }).nullable(),
  /** False when the account may not look for the component. */
  isComponentKnown: z.boolean(),
  applications: z.array(
    z.strictObject({
      deployment: z.string(),
      registered: z.string().nullable(),
      switchedBy: z.enum(['namespace', 'pods']).nullable(),
      pod: z.string().nullable(),
      injected: z.boolean(),
      gaps: z.array(z.enum(['switch', 'podOff', 'name', 'restart', 'component', 'noPods'])),
    }),
  ),
})
export type GovernanceView = z.infer<typeof GovernanceView>
