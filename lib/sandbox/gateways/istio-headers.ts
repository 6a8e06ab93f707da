import type {
  HeaderOperations,
  RouteDestination,
  VirtualServiceRule,
} from '@/lib/sandbox/shapes/virtual-service'
import type { HeaderEdits } from './header-edits'

/**
 * The changes of headers of a rule and the destination that was drawn, one after the other. A rule's only destination is one
 * with its rule, and what either removes goes first; of several destinations the one drawn goes first, then its rule.
 * @see https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/route.go processDestination
 */
export function istioHeaderEdits(
  rule: VirtualServiceRule,
  to: RouteDestination | undefined,
  direction: 'request' | 'response',
): HeaderEdits[] {
  const [ofRule, ofDestination] = [edits(rule.headers?.[direction]), edits(to?.headers?.[direction])]
  if ((rule.route?.length ?? 0) > 1) return [ofDestination, ofRule]
  const remove = [...ofRule.remove, ...ofDestination.remove]
  return [
    { ...ofRule, remove },
    { ...ofDestination, remove: [] },
  ]
}

function edits({ set = {}, add = {}, remove = [] }: HeaderOperations = {}): HeaderEdits {
  const lower = (record: Record<string, string>) =>
    Object.entries(record).map(([name, value]) => [name.toLowerCase(), value] as const)
  return { remove: remove.map((name) => name.toLowerCase()), set: lower(set), add: lower(add) }
}
