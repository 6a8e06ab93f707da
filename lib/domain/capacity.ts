import { baseline } from './baseline'
import type { Entry } from './entry'
import type { LaneGroupDocument } from './lane-group'
import type { RouteRule, Target } from './route-rule'

/** How many pods of the baseline one pod of a lane may stand in for, where the document does not say. */
export const defaultCapacityRatio = 2

/**
 * The most that a lane's ready pods can carry at an entry: `share`, 0..1 and below 1, of its requests. The application that
 * has the fewest for its load decides: `ready` pods of it may each take `ratio` times what one of its `pods` of the baseline has.
 */
export type Capacity = {
  lane: string
  application: string
  share: number
  ready: number
  pods: number
  ratio: number
}

/** What a lane can carry at an entry; null where nothing limits it, or nothing is known. */
export type CapacityAt = (entry: Entry, lane: string) => Capacity | null

/** A lane that gets less than its rule says, and why. Shares are 0..1 of what the rule takes. */
export type Limited = Capacity & { entry: string; rule: string; wanted: number; given: number }

/**
 * The document as the pods can carry it: where a rule without conditions gives a lane more than its capacity, the lane gets
 * that and the baseline the rest. Rules with conditions stay, for nobody knows how many requests they take. A document in
 * which nothing is limited is given back itself.
 */
export function withinCapacity(
  document: LaneGroupDocument,
  capacityAt: CapacityAt,
): { document: LaneGroupDocument; limited: Limited[] } {
  const limited: Limited[] = []
  const rules = document.spec.rules.flatMap((rule) => {
    if (rule.match !== undefined) return [rule]
    const entries = document.spec.entries.filter(({ name }) => rule.entries?.includes(name) ?? true)
    const found = entries.map((entry) => ({ entry, ...limitedRule(rule, entry, capacityAt) }))
    limited.push(...found.flatMap((one) => one.limited))
    if (found.every((one) => one.limited.length === 0)) return [rule]
    return found.map(({ entry, targets }): RouteRule => ({ ...rule, entries: [entry.name], targets }))
  })
  if (limited.length === 0) return { document, limited }
  return { document: { ...document, spec: { ...document.spec, rules } }, limited }
}

function limitedRule(
  rule: RouteRule,
  entry: Entry,
  capacityAt: CapacityAt,
): { targets: Target[]; limited: Limited[] } {
  const total = rule.targets.reduce((sum, { weight }) => sum + weight, 0)
  const capacities = new Map(
    rule.targets.flatMap(({ lane }): [string, Capacity][] => {
      const capacity = lane === baseline ? null : capacityAt(entry, lane)
      return capacity ? [[lane, capacity]] : []
    }),
  )
  const wanted = new Map<string, number>()
  for (const { lane, weight } of rule.targets) wanted.set(lane, (wanted.get(lane) ?? 0) + weight)
  const over = [...capacities.values()].filter(({ lane, share }) => (wanted.get(lane) ?? 0) > share * total)
  if (over.length === 0) return { targets: rule.targets, limited: [] }
  const targets = limitedTargets(wanted, new Map(over.map(({ lane, share }) => [lane, share])))
  const sum = targets.reduce((all, { weight }) => all + weight, 0)
  const given = new Map(targets.map(({ lane, weight }) => [lane, weight / sum]))
  return {
    targets,
    limited: over.map((capacity) => ({
      ...capacity,
      entry: entry.name,
      rule: rule.name,
      wanted: (wanted.get(capacity.lane) ?? 0) / total,
      given: given.get(capacity.lane) ?? 0,
    })),
  }
}

/**
 * Weights of lanes cut to these shares of their sum, 0..1, rounded down; what is cut goes to the baseline. Weights that are
 * not cut keep their proportions exactly.
 */
export function limitedTargets(
  wanted: ReadonlyMap<string, number>,
  shares: ReadonlyMap<string, number>,
): Target[] {
  const total = [...wanted.values()].reduce((sum, weight) => sum + weight, 0)
  const scale = Math.max(1, Math.ceil(100 / total))
  const weights = [...wanted].map(([lane, weight]): [string, number] => {
    const share = shares.get(lane)
    const most = share === undefined ? Number.POSITIVE_INFINITY : Math.floor(share * total * scale)
    return [lane, Math.min(weight * scale, most)]
  })
  const kept = weights.reduce((sum, [lane, weight]) => sum + (lane === baseline ? 0 : weight), 0)
  const lanes = weights.filter(([lane]) => lane !== baseline).map(([lane, weight]) => ({ lane, weight }))
  return [{ lane: baseline, weight: total * scale - kept }, ...lanes]
}
