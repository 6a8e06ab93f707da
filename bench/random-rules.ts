import type { Condition } from '@/lib/domain/condition'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { RouteRule } from '@/lib/domain/route-rule'

type Random = () => number

/** What rules ask about. */
export type Names = { headers: readonly string[]; queries: readonly string[]; cookies: readonly string[] }

/** A house that tells its users by everything it has. */
export const manyNames: Names = {
  headers: ['x-user-id', 'x-tenant', 'x-channel', 'x-app-version'],
  queries: ['group', 'campaign'],
  cookies: ['uid', 'cohort'],
}

/** What a lane group usually asks about. */
export const fewNames: Names = { headers: ['x-user-id'], queries: ['group'], cookies: ['uid'] }

/**
 * `named`: whole values and patterns of headers, cookies and queries, which is what most rules are. `all`: also paths,
 * methods, lists, percentages, presence and negation.
 */
export type Mix = 'named' | 'all'

const lanes = ['gray', 'blue', 'green', 'dark']

const pick = <T>(random: Random, from: readonly [T, ...T[]] | readonly T[]): T => {
  const chosen = from[Math.floor(random() * from.length)]
  if (chosen === undefined) throw new Error('nothing to pick from')
  return chosen
}
const word = (random: Random, most: number) => `v${Math.floor(random() * most)}`

/** A group of rules of a mix, a part of them with weights. */
export function randomGroup(
  random: Random,
  rules: number,
  names = manyNames,
  mix: Mix = 'all',
): LaneGroupDocument {
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'bench' },
    spec: {
      cluster: 'bench',
      namespace: 'bench',
      applications: [{ name: 'web', deployment: 'web', service: { name: 'web', port: 80 } }],
      entries: [{ name: 'web', provider: 'mse', application: 'web', paths: [{ path: '/', type: 'Prefix' }] }],
      lanes: lanes.map((tag) => ({ tag, versions: [{ application: 'web', image: `web:${tag}` }] })),
      rules: [
        ...Array.from({ length: rules - 1 }, (_, index) => randomRule(random, index, rules, names, mix)),
        {
          name: 'everyone',
          targets: [
            { lane: 'baseline', weight: 90 },
            { lane: 'gray', weight: 10 },
          ],
        },
      ],
    },
  })
}

function randomRule(random: Random, index: number, rules: number, names: Names, mix: Mix): RouteRule {
  const branches = random() < 0.2 ? 2 : 1
  const weighted = random() < 0.2
  const branch = mix === 'named' ? namedBranch : randomBranch
  return {
    name: `rule-${index}`,
    match: Array.from({ length: branches }, () => branch(random, rules, names)),
    targets: weighted
      ? [
          { lane: 'baseline', weight: 50 },
          { lane: pick(random, lanes), weight: 50 },
        ]
      : [{ lane: pick(random, lanes), weight: 100 }],
  }
}

function namedBranch(random: Random, rules: number, names: Names): Condition[] {
  const kind = random()
  const header = { source: 'header', name: pick(random, names.headers) } as const
  const query = { source: 'query', name: pick(random, names.queries) } as const
  const cookie = { source: 'cookie', name: pick(random, names.cookies) } as const
  const value = word(random, rules * 2)
  if (kind < 0.4) return [{ ...header, operator: 'exact', value }]
  if (kind < 0.6) return [{ ...query, operator: 'exact', value }]
  if (kind < 0.8) return [{ ...cookie, operator: 'exact', value }]
  if (kind < 0.9)
    return [
      { ...header, operator: 'exact', value },
      { ...query, operator: 'exact', value: word(random, rules) },
    ]
  return [{ ...header, operator: 'regex', value: `${value}-[a-z]{2,4}(-beta)?` }]
}

function randomBranch(random: Random, rules: number, names: Names): Condition[] {
  const kind = random()
  const header = { source: 'header', name: pick(random, names.headers) } as const
  const query = { source: 'query', name: pick(random, names.queries) } as const
  const cookie = { source: 'cookie', name: pick(random, names.cookies) } as const
  const value = word(random, rules * 2)
  if (kind < 0.35) return [{ ...header, operator: 'exact', value }]
  if (kind < 0.5) return [{ ...query, operator: 'exact', value }]
  if (kind < 0.65) return [{ ...cookie, operator: 'exact', value }]
  if (kind < 0.8) {
    return [{ ...header, operator: 'in', values: Array.from({ length: 12 }, () => word(random, rules * 50)) }]
  }
  if (kind < 0.9) {
    const other: Condition = { ...query, operator: 'exact', value: word(random, rules) }
    return [{ ...header, operator: 'exact', value }, random() < 0.3 ? { ...other, not: true } : other]
  }
  if (kind < 0.93) return [{ source: 'path', operator: 'prefix', value: `/${value}/` }]
  if (kind < 0.96) return [{ ...header, operator: 'regex', value: `${value}-[a-z]{2,4}(-beta)?` }]
  if (kind < 0.98)
    return [
      { ...cookie, operator: 'exact', value },
      { ...cookie, operator: 'percent', value: 20 },
    ]
  return [
    { ...header, operator: 'present' },
    { ...query, operator: 'exact', value },
    { source: 'method', operator: 'exact', value: 'POST' },
  ]
}

/** A request that has about half of what the rules ask about, with values of which a part is asked for. */
export function randomRequest(random: Random, rules: number, names = manyNames): RequestSample {
  const some = (names: readonly string[]) =>
    Object.fromEntries(
      names
        .filter(() => random() < 0.5)
        .map((name) => [name, word(random, random() < 0.5 ? rules * 4 : rules * 50)]),
    )
  const headers = some(names.headers)
  if (random() < 0.1)
    headers[pick(random, names.headers)] = `${word(random, rules * 2)}-ab${random() < 0.5 ? '-beta' : ''}`
  return {
    entry: 'web',
    method: random() < 0.3 ? 'POST' : 'GET',
    host: 'example.com',
    path: `/${word(random, rules * 2)}/items`,
    headers,
    cookies: some(names.cookies),
    query: some(names.queries),
  }
}
