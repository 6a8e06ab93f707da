import type { LaneGroupDocument } from './lane-group'
import type { RouteRule } from './route-rule'

/** The rules that hold at one entry, in order; a rule without `entries` holds at all. */
export function rulesOfEntry(group: LaneGroupDocument, entry: string): RouteRule[] {
  return group.spec.rules.filter((rule) => rule.entries === undefined || rule.entries.includes(entry))
}
