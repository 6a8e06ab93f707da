import type { Entry } from './entry'
import type { LaneGroupDocument } from './lane-group'
import type { RouteRule } from './route-rule'
import { rulesOfEntry } from './rules-of-entry'
import { configuredShares } from './shares'

/** What a new document moves at one entry. */
export type MovedRequests = {
  /** The part, 0..1, of the requests that no condition decides which goes to another lane than before. */
  share: number
  /** Rules with conditions that are new, gone or changed: how many requests meet them cannot be told. */
  rules: string[]
}

/** What moves at an entry when `after` takes the place of `before`, or of no lane at all. */
export function movedRequests(
  before: LaneGroupDocument | null,
  after: LaneGroupDocument,
  entry: Entry,
): MovedRequests {
  const shares = new Map(configuredShares(after, entry.name).map(({ lane, share }) => [lane, share]))
  const old = before ? configuredShares(before, entry.name) : [{ lane: 'baseline', share: 1 }]
  const gone = old.reduce((sum, { lane, share }) => sum + Math.max(0, share - (shares.get(lane) ?? 0)), 0)
  const known = before ? conditional(before, entry) : new Map<string, string>()
  const now = conditional(after, entry)
  const names = new Set([...known.keys(), ...now.keys()])
  return { share: gone, rules: [...names].filter((name) => known.get(name) !== now.get(name)) }
}

/** Rules with conditions as texts that are equal when they do the same. */
function conditional(group: LaneGroupDocument, { name }: Entry): Map<string, string> {
  const open = new Set(group.spec.lanes.flatMap(({ tag, state }) => (state === 'active' ? [tag] : [])))
  const textOf = ({ match, targets, sticky }: RouteRule) =>
    JSON.stringify([match, targets.map(({ lane, weight }) => [lane, weight, open.has(lane)]), sticky])
  return new Map(
    rulesOfEntry(group, name)
      .filter(({ match }) => match !== undefined)
      .map((rule) => [rule.name, textOf(rule)]),
  )
}
