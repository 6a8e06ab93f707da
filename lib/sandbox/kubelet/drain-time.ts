import type { Container, Pod } from '@/lib/sandbox/shapes/pod'

/** How long a terminating pod goes on taking requests, so that everyone has stopped sending them. */
const usualMs = 200

/**
 * Milliseconds from a pod's deletion until its containers are told to end: the longest of their `preStop` sleeps
 * (`sleep`, or an `exec` of sleep), at most the grace period.
 * @see https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
 */
export function drainTime(pod: Pod): number {
  const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1_000
  const sleeps = pod.spec.containers.map((container) => preStopSeconds(container) * 1_000)
  return Math.min(Math.max(usualMs, ...sleeps), Math.max(usualMs, graceMs))
}

function preStopSeconds({ lifecycle }: Container): number {
  const { sleep, exec } = lifecycle?.preStop ?? {}
  if (sleep !== undefined) return sleep.seconds
  return Number(/\bsleep (\d+)/.exec((exec?.command ?? []).join(' '))?.[1] ?? 0)
}
