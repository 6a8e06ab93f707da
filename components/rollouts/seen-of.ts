import type { RolloutView, Seen } from '@/lib/services/schemas/rollouts'

/** What a page shows of a Deployment's identity and template: a change is made to that only. */
export function seenTemplate({ uid, revision }: RolloutView): Seen {
  return { uid, ...(revision !== null && { revision }) }
}
