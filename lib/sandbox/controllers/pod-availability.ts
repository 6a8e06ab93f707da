import { isPodReady, type Pod, podCondition } from '@/lib/sandbox/shapes/pod'

/**
 * Milliseconds until a pod counts as available, 0 when it does, undefined when it is not ready.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#min-ready-seconds
 */
export function untilAvailable(pod: Pod, minReadySeconds: number, now = Date.now()): number | undefined {
  if (!isPodReady(pod)) return undefined
  if (minReadySeconds === 0) return 0
  const since = podCondition(pod, 'Ready')?.lastTransitionTime
  if (since === undefined) return undefined
  return Math.max(0, Date.parse(since) + minReadySeconds * 1_000 - now)
}

/** Whether the pod has been ready for `minReadySeconds`. */
export function isPodAvailable(pod: Pod, minReadySeconds: number, now = Date.now()): boolean {
  return untilAvailable(pod, minReadySeconds, now) === 0
}
