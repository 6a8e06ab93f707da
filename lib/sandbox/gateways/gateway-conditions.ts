import { kubeNow } from '@/lib/sandbox/controllers/kube-time'
import type { Condition } from '@/lib/sandbox/shapes/gateway'

/** A finding of a controller about an object of one generation. */
export type Finding = Pick<Condition, 'type' | 'reason' | 'message'> & { holds: boolean }

/**
 * Findings as conditions; one whose status stays keeps the time of its last transition.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 */
export function conditionsOf(
  findings: readonly Finding[],
  before: readonly Condition[] | undefined,
  generation: number | undefined,
): Condition[] {
  return findings.map(({ type, holds, reason, message }) => {
    const status = holds ? 'True' : 'False'
    const known = before?.find((condition) => condition.type === type && condition.status === status)
    return {
      type,
      status,
      reason,
      message,
      observedGeneration: generation ?? 1,
      lastTransitionTime: known?.lastTransitionTime ?? kubeNow(),
    }
  })
}
