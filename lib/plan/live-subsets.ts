import { asObject, asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'

/**
 * The wanted DestinationRule with the subsets that stand and are no longer wanted; null when there are none. A route to a
 * subset that is not defined answers 503.
 * @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#avoid-503-errors-while-reconfiguring-service-routes
 */
export function withLiveSubsets(wanted: KubeObject, live: KubeObject): KubeObject | null {
  const subsets = asObjects(at(wanted, 'spec', 'subsets'))
  const names = new Set(subsets.map(({ name }) => name))
  const leaving = asObjects(at(live, 'spec', 'subsets')).filter(({ name }) => !names.has(name))
  if (leaving.length === 0) return null
  return { ...wanted, spec: { ...asObject(wanted.spec), subsets: [...subsets, ...leaving] } }
}
