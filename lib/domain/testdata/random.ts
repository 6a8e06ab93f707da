import type { Condition } from '../condition'
import type { RequestSample } from '../request-sample'
import type { RouteRule } from '../route-rule'

/** A stream of numbers in 0..1 that is the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One of the items. */
export function pick<T>(random: () => number, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

export const names = ['x-user', 'group', 'uid'] as const
export const values = ['a', 'ab', 'b', 'gray', 'x.y'] as const

/** A condition on a few names and values, so that requests hit it often. */
export function randomCondition(random: () => number): Condition {
  const named = { source: pick(random, ['header', 'cookie', 'query'] as const), name: pick(random, names) }
  const not = random() < 0.2 ? { not: true as const } : {}
  switch (pick(random, ['exact', 'prefix', 'regex', 'in', 'present', 'percent', 'method'] as const)) {
    case 'exact':
      return { ...named, operator: 'exact', value: pick(random, values), ...not }
    case 'prefix':
      return { ...named, operator: 'prefix', value: pick(random, values), ...not }
    case 'regex':
      return { ...named, operator: 'regex', value: pick(random, ['a.*', 'g(ray|old)', '[ab]+']), ...not }
    case 'in':
      return { ...named, operator: 'in', values: [pick(random, values), pick(random, values)], ...not }
    case 'present':
      return { ...named, operator: 'present', ...not }
    case 'percent':
      return { ...named, operator: 'percent', value: Math.floor(random() * 101), ...not }
    case 'method':
      return { source: 'method', operator: 'exact', value: pick(random, ['GET', 'POST']), ...not }
  }
}

/** Rules over lanes `gray` and `blue`; the last takes everyone. */
export function randomRules(random: () => number, count: number): RouteRule[] {
  const target = () => ({ lane: pick(random, ['gray', 'blue', 'baseline']), weight: 100 })
  const branch = () => Array.from({ length: 1 + Math.floor(random() * 2) }, () => randomCondition(random))
  const rules = Array.from({ length: count }, (_, index): RouteRule => {
    const match = Array.from({ length: 1 + Math.floor(random() * 2) }, branch)
    return { name: `r${index}`, match, targets: [target()] }
  })
  return [...rules, { name: 'everyone', targets: [target()] }]
}

/** A request with some of the names and values that `randomCondition` asks for. */
export function randomRequest(random: () => number, entry: string): RequestSample {
  const some = () =>
    Object.fromEntries(names.filter(() => random() < 0.5).map((name) => [name, pick(random, values)]))
  const method = pick(random, ['GET', 'POST'])
  return { entry, method, path: '/', headers: some(), cookies: some(), query: some() }
}
