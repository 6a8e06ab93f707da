import type { FoundApplication } from './found-applications'
import type { ResolvedSplit } from './found-splits'

/** Applications and split doors that belong together because they share a lane. */
export type Component = { applications: FoundApplication[]; splits: ResolvedSplit[] }

/** What was found, sorted by lanes in common; applications without a version and without a door are in none. */
export function foundComponents(
  applications: readonly FoundApplication[],
  splits: readonly ResolvedSplit[],
  laneOf: ReadonlyMap<string, string>,
): Component[] {
  const components: (Component & { lanes: Set<string> })[] = []
  for (const application of applications) {
    const own = splits.filter(({ base }) => base === application.baseline)
    const tags = [
      ...application.versions.map(({ tag }) => laneOf.get(tag) ?? tag),
      ...own.flatMap(({ branches }) =>
        branches.flatMap(({ targets }) => targets.flatMap(({ tag }) => tag ?? [])),
      ),
    ]
    if (tags.length === 0 && own.length === 0) continue
    const related = components.filter(({ lanes }) => tags.some((tag) => lanes.has(tag)))
    const joined = {
      applications: [...related.flatMap((one) => one.applications), application],
      splits: [...related.flatMap((one) => one.splits), ...own],
      lanes: new Set([...related.flatMap(({ lanes }) => [...lanes]), ...tags]),
    }
    for (const one of related) components.splice(components.indexOf(one), 1)
    components.push(joined)
  }
  return components.map(({ applications: members, splits: doors }) => ({
    applications: members,
    splits: doors,
  }))
}
