import { at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { PodCount, RolloutStrategy } from '@/lib/domain/rollout-bounds'

const countAt = (value: unknown): PodCount =>
  typeof value === 'number' || typeof value === 'string' ? value : '25%'
const numberOr = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)

/**
 * How a live Deployment replaces its pods, with Kubernetes' defaults.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
 */
export function strategyOf({ spec }: KubeObject): RolloutStrategy {
  const rolling = at(spec, 'strategy', 'rollingUpdate')
  return {
    type: at(spec, 'strategy', 'type') === 'Recreate' ? 'Recreate' : 'RollingUpdate',
    maxSurge: countAt(at(rolling, 'maxSurge')),
    maxUnavailable: countAt(at(rolling, 'maxUnavailable')),
    minReadySeconds: numberOr(at(spec, 'minReadySeconds'), 0),
    progressDeadlineSeconds: numberOr(at(spec, 'progressDeadlineSeconds'), 600),
  }
}

/** How many pods a Deployment asks for. */
export const wantedPods = ({ spec }: KubeObject): number => numberOr(at(spec, 'replicas'), 1)
