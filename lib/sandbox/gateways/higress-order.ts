import type { HigressFacts } from './higress-facts'
import { matchHolds } from './higress-match'
import type { HigressRoute, HigressTable, HigressTarget } from './higress-routes'

/**
 * The order in which the routes of one host are tried; equals stay as they are.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/common/tool.go
 */
export function compareRoutes(left: HigressRoute, right: HigressRoute): number {
  const theirs = ranksOf(right)
  for (const [index, rank] of ranksOf(left).entries()) {
    const difference = rank - (theirs[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

const types = ['Exact', 'Prefix', 'Regex'] as const

/** The lower goes first: path type, longer path, methods (fewer letters), more headers, more parameters. */
function ranksOf({ path, match, isDefault }: HigressRoute): number[] {
  const { methods, headers, query } = match
  const asksNothing = methods === '' && headers.size === 0 && query.size === 0
  const catchesAll = path.type === 'Prefix' && path.path === '/' && asksNothing
  return [
    isDefault ? 1 : 0,
    catchesAll ? 1 : 0,
    types.indexOf(path.type),
    -path.path.length,
    methods === '' ? Number.MAX_SAFE_INTEGER : methods.length,
    -headers.size,
    -query.size,
  ]
}

/** The route of a request; undefined is 404. */
export function findHigressRoute(table: HigressTable, facts: HigressFacts): HigressRoute | undefined {
  const wildcard = facts.host.includes('.') ? `*${facts.host.slice(facts.host.indexOf('.'))}` : ''
  const routes = table.get(facts.host) ?? table.get(wildcard) ?? table.get('*')
  return routes?.find(({ path, match }) => path.matches(facts.path) && matchHolds(match, facts))
}

/** One target by percent; `random` gives numbers from 0 up to 1. */
export function drawTarget({ targets }: HigressRoute, random: () => number): HigressTarget | undefined {
  let left = targets.length > 1 ? random() * 100 : 0
  for (const target of targets) {
    left -= target.percent
    if (left < 0) return target
  }
  return targets[0]
}
