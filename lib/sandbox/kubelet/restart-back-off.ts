/** How long a container that has ended must wait before it is started again. */
export type RestartBackOff = {
  /** To be asked when it ends; gives 0 or the milliseconds to wait. */
  ended(): number
}

const firstMs = 10_000
const longestMs = 300_000
const forgottenAfterMs = 2 * longestMs

/**
 * The kubelet's rule: at once after the first end, then after 10, 20, 40 … at most 300 seconds; afresh when the last
 * end was long ago. @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy
 */
export function createRestartBackOff(now = () => Date.now()): RestartBackOff {
  let last: number | undefined
  let next = 0
  return {
    ended: () => {
      const time = now()
      if (last !== undefined && time - last > forgottenAfterMs) next = 0
      last = time
      const wait = next
      next = next === 0 ? firstMs : Math.min(longestMs, next * 2)
      return wait
    },
  }
}
