import type { RolloutView } from '@/lib/services/schemas/rollouts'

type Share = RolloutView['shares'][number]

/** The part, 0..1, of new connections that reach the new version; null when no pod is ready. */
export function newShare({ newReady, oldReady, othersReady }: Share): number | null {
  const all = newReady + oldReady + othersReady
  return all === 0 ? null : newReady / all
}

/** Whether both versions take requests, so that there is a split to tell of. */
export function isSplit({ newReady, oldReady, othersReady }: Share): boolean {
  return newReady > 0 && oldReady + othersReady > 0
}
