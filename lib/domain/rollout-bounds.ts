/** A number of pods, or a percent of the wanted number such as `25%`. */
export type PodCount = number | string

/** How a Deployment replaces its pods, with Kubernetes' defaults filled in. */
export type RolloutStrategy = {
  type: 'RollingUpdate' | 'Recreate'
  maxSurge: PodCount
  maxUnavailable: PodCount
  minReadySeconds: number
  progressDeadlineSeconds: number
}

/** In pods: how many may be made above the wanted number, be missing from it, stand at once, and answer at least. */
export type RolloutBounds = { surge: number; unavailable: number; most: number; least: number }

/**
 * What a strategy comes to with so many wanted pods. Percents of `maxSurge` round up, of `maxUnavailable` down; when both
 * come to 0 one pod may be missing, as else nothing could move. `Recreate` ends all before it makes new ones.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
 */
export function rolloutBounds(
  { type, maxSurge, maxUnavailable }: Pick<RolloutStrategy, 'type' | 'maxSurge' | 'maxUnavailable'>,
  desired: number,
): RolloutBounds {
  if (type === 'Recreate') return { surge: 0, unavailable: desired, most: desired, least: 0 }
  const surge = podsOf(maxSurge, desired, Math.ceil)
  const rounded = podsOf(maxUnavailable, desired, Math.floor)
  const unavailable = Math.min(desired, surge === 0 && rounded === 0 ? 1 : rounded)
  return { surge, unavailable, most: desired + surge, least: desired - unavailable }
}

/** A count as a person writes it: `2` is a number, `25%` stays a text; null when it is neither. */
export function readPodCount(text: string): PodCount | null {
  const trimmed = text.trim()
  if (/^\d{1,6}$/.test(trimmed)) return Number(trimmed)
  return /^(\d{1,2}|100)%$/.test(trimmed) ? trimmed : null
}

/** Whether a count is 0 as it is written, however many pods are wanted. */
export function isZeroCount(count: PodCount): boolean {
  return Number.parseInt(String(count), 10) === 0
}

function podsOf(count: PodCount, total: number, round: (pods: number) => number): number {
  return typeof count === 'number' ? count : round((Number.parseInt(count, 10) * total) / 100)
}
