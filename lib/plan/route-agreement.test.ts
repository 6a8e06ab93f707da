import { describe, expect, it } from 'vitest'
import { compileCondition } from '@/lib/domain/compile-condition'
import type { Condition } from '@/lib/domain/condition'
import { withValueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import { type NormalRequest, normalRequest } from '@/lib/domain/normal-request'
import type { RouteRule } from '@/lib/domain/route-rule'
import { simulate } from '@/lib/domain/simulate'
import { mall } from '@/lib/domain/testdata/mall'
import { names, pick, randomCondition, randomFrom, randomRequest, values } from '@/lib/domain/testdata/random'
import { findProvider } from '@/lib/providers/index'
import type { Edit, Routes } from '@/lib/providers/provider'
import { unsupportedAt } from './check-routing'
import { buildDesired } from './desired'
import { demoLive, httpRouteA, ingressA, ingressOf, virtualServiceA } from './testdata/memory-cluster'

const lanes = ['gray', 'blue', 'green'].map((tag) => ({
  tag,
  versions: [{ application: 'spring-cloud-a', image: 'a:2' }],
}))
const lanesOf = (random: () => number) => pick(random, ['gray', 'blue', 'baseline'])

/** Rules of the kinds that an MSE gateway knows, mostly about one header, so that many keep their order. */
function mseRules(random: () => number): RouteRule[] {
  const branch = (): Condition[] => {
    const name = random() < 0.7 ? 'x-user' : pick(random, names)
    const source = random() < 0.7 ? ('header' as const) : pick(random, ['header', 'query'] as const)
    const one = { source, name }
    const value = pick(random, values)
    switch (pick(random, ['exact', 'prefix', 'in', 'present', 'regex', 'cookie', 'and'] as const)) {
      case 'exact':
        return [{ ...one, operator: 'exact', value }]
      case 'prefix':
        return [{ ...one, operator: 'prefix', value }]
      case 'in':
        return [{ ...one, operator: 'in', values: [value, pick(random, values)] }]
      case 'present':
        return [{ ...one, operator: 'present' }]
      case 'regex':
        return [{ ...one, operator: 'regex', value: 'a.*|g(ray|old)' }]
      case 'cookie':
        return [{ source: 'cookie', name: 'uid', operator: 'exact', value }]
      case 'and':
        return [
          { source: 'header', name, operator: 'exact', value },
          { source: 'query', name: 'group', operator: 'prefix', value: 'g' },
        ]
    }
  }
  const rules = Array.from(
    { length: 1 + Math.floor(random() * 3) },
    (_, index): RouteRule => ({
      name: `r${index}`,
      match: Array.from({ length: 1 + Math.floor(random() * 2) }, branch),
      targets: [{ lane: lanesOf(random), weight: 100 }],
    }),
  )
  const weights = [...new Set(['baseline', lanesOf(random), lanesOf(random)])]
  const targets = weights.map((lane) => ({ lane, weight: 1 + Math.floor(random() * 1000) }))
  return random() < 0.5 ? rules : [...rules, { name: 'everyone', targets }]
}

/** Rules of the kinds that an HTTPRoute knows, of one to three conditions, so that some outrank others. */
function routeRules(random: () => number): RouteRule[] {
  const one = (name: string): Condition => {
    const source = pick(random, ['header', 'header', 'query', 'method'] as const)
    const value = pick(random, values)
    if (source === 'method') return { source, operator: 'exact', value: pick(random, ['GET', 'POST']) }
    if (random() < 0.3) return { source, name, operator: 'in', values: [value, pick(random, values)] }
    return { source, name, operator: 'exact', value }
  }
  const branch = () =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, (_, index) => one(names[index] ?? ''))
  const match = () => Array.from({ length: 1 + Math.floor(random() * 2) }, branch)
  const targets = () =>
    random() < 0.3
      ? [
          { lane: 'gray', weight: 3 },
          { lane: pick(random, ['blue', 'baseline']), weight: 1 },
        ]
      : [{ lane: lanesOf(random), weight: 100 }]
  const rules = Array.from(
    { length: 1 + Math.floor(random() * 3) },
    (_, index): RouteRule => ({ name: `r${index}`, match: match(), targets: targets() }),
  )
  const weights = [...new Set(['baseline', lanesOf(random), lanesOf(random)])]
  const shares = weights.map((lane) => ({ lane, weight: 1 + Math.floor(random() * 1000) }))
  return random() < 0.5 ? rules : [...rules, { name: 'everyone', targets: shares }]
}

/** Rules of the kinds that Higress knows: now and then one that only its tag plugin can say, and sticky shares. */
function higressRules(random: () => number): RouteRule[] {
  const pluginToo = random() < 0.5
  const branch = (): Condition[] => {
    const name = pick(random, names)
    const one = { source: pick(random, ['header', 'query', 'cookie'] as const), name }
    const value = pick(random, values)
    const not = pluginToo && random() < 0.3 ? { not: true as const } : {}
    switch (
      pick(random, ['exact', 'prefix', 'in', 'present', 'regex', 'percent', 'method', 'and'] as const)
    ) {
      case 'exact':
        return [{ ...one, operator: 'exact', value, ...not }]
      case 'prefix':
        return [{ ...one, operator: 'prefix', value }]
      case 'in':
        return [{ ...one, operator: 'in', values: [value, pick(random, values)], ...not }]
      case 'present':
        return [{ ...one, operator: 'present', ...not }]
      case 'regex':
        return [{ ...one, operator: 'regex', value: 'a.*|g(ray|old)' }]
      case 'percent':
        return pluginToo ? [{ ...one, operator: 'percent', value: Math.floor(random() * 101) }] : []
      case 'method':
        return pluginToo
          ? []
          : [{ source: 'method', operator: 'exact', value: pick(random, ['GET', 'POST']) }]
      case 'and':
        return [
          { source: 'header', name, operator: 'exact', value, ...not },
          { source: 'query', name: 'group', operator: 'prefix', value: 'g' },
          { source: 'cookie', name: 'uid', operator: 'present', ...not },
        ]
    }
  }
  const match = () =>
    Array.from({ length: 1 + Math.floor(random() * 2) }, branch).filter(({ length }) => length > 0)
  const shares = () => {
    const gray = Math.floor(random() * 50)
    const blue = Math.floor(random() * 50)
    const targets = [
      { lane: 'gray', weight: gray },
      { lane: 'blue', weight: blue },
      { lane: 'baseline', weight: 100 - gray - blue },
    ]
    const sticky = { source: pick(random, ['header', 'cookie'] as const), name: 'uid' }
    return pluginToo && random() < 0.5 ? { targets, sticky } : { targets }
  }
  const some = Array.from(
    { length: 1 + Math.floor(random() * 3) },
    (_, index): RouteRule => ({
      name: `r${index}`,
      match: match(),
      ...(random() < 0.7 ? { targets: [{ lane: lanesOf(random), weight: 100 }] } : shares()),
    }),
  )
  const rules = some.filter((rule) => rule.match?.length !== 0)
  return random() < 0.4 && rules.length > 0 ? rules : [...rules, { name: 'everyone', ...shares() }]
}

/** Rules of the kinds that a VirtualService knows: nearly all there are, with negation, cookies and paths. */
function istioRules(random: () => number): RouteRule[] {
  const one = (): Condition => {
    const condition = randomCondition(random)
    if (condition.operator === 'percent') return { source: 'path', operator: 'prefix', value: '/A' }
    return random() < 0.3 && 'name' in condition ? { ...condition, source: 'header' } : condition
  }
  const branch = () => Array.from({ length: 1 + Math.floor(random() * 3) }, one)
  const targets = () => [
    { lane: lanesOf(random), weight: 2 },
    ...(random() < 0.3 ? [{ lane: 'green', weight: 1 }] : []),
  ]
  const rules = Array.from(
    { length: 1 + Math.floor(random() * 2) },
    (_, index): RouteRule => ({
      name: `r${index}`,
      match: Array.from({ length: 1 + Math.floor(random() * 2) }, branch),
      targets: targets(),
    }),
  )
  return random() < 0.5 ? rules : [...rules, { name: 'everyone', targets: targets() }]
}

const families = [
  { id: 'mse', rulesOf: mseRules, base: ingressA },
  { id: 'gateway-api', rulesOf: routeRules, base: httpRouteA },
  { id: 'higress', rulesOf: higressRules, base: ingressOf('higress') },
  { id: 'istio', rulesOf: istioRules, base: virtualServiceA },
]

/** The objects of the cluster with the edits of a plan. */
function edited(objects: readonly KubeObject[], edits: readonly Edit[]): KubeObject[] {
  return objects.map((object) =>
    edits
      .filter(({ ref }) => refKey(ref) === refKey(refOf(object)))
      .reduce((changed, { path, after }) => withValueAt(changed, path, after), object),
  )
}

/** What Routes do with a request: the share of each lane. */
function sharesOf(routes: Routes, request: NormalRequest): Record<string, number> {
  const rule = routes.rules.find(({ match }) =>
    match ? match.some((branch) => branch.every((condition) => compileCondition(condition)(request))) : true,
  )
  const targets = rule?.targets ?? [{ lane: 'baseline', weight: 1 }]
  const sum = targets.reduce((total, { weight }) => total + weight, 0)
  return Object.fromEntries(targets.map(({ lane, weight }) => [lane, weight / sum]))
}

describe.each(families)('routes read back from the objects rendered for $id', ({ id, rulesOf, base }) => {
  it('send random requests where the simulator says, for random rules that the provider accepts', () => {
    const random = randomFrom(11)
    const provider = findProvider(id)
    const live = demoLive([base])
    const counts = { accepted: 0, refused: 0, toLane: 0 }
    const disagreements: unknown[] = []
    for (let round = 0; round < 600; round++) {
      const door = { name: 'web', provider: id, application: 'spring-cloud-a', host: 'example.com' }
      const group = mall({ lanes, rules: rulesOf(random), entries: [{ ...door, paths: [{ path: '/' }] }] })
      const [entry] = group.spec.entries
      if (!provider || !entry || unsupportedAt(group, entry).length > 0) {
        counts.refused++
        continue
      }
      counts.accepted++
      const settings = provider.settings.parse({})
      const { items, edits, errors } = buildDesired({
        document: group,
        live,
        installation: 'i',
        revision: 1,
        readiness: 'assumed',
      })
      const found = provider.findBase(entry, settings, live.objects)
      // Which of two equals goes first is the gateway's secret: the answer must be the same in any order.
      const objects = items.map(({ object }) => object)
      const shuffled = random() < 0.5 ? objects : objects.reverse()
      const [object] = 'problem' in found ? [] : edited([found.object], edits)
      const routes =
        'problem' in found || !object ? null : provider.read(shuffled, { ...found, object }, settings)
      expect(errors).toEqual([])
      for (let index = 0; index < 50; index++) {
        const sample = randomRequest(random, 'web')
        const expected = Object.fromEntries(
          simulate(group, sample).shares.map(({ lane, share }) => [lane, share]),
        )
        const actual = routes && sharesOf(routes, normalRequest(sample))
        if (!('baseline' in expected)) counts.toLane++
        const lanesSeen = new Set([...Object.keys(expected), ...Object.keys(actual ?? {})])
        const differ = [...lanesSeen].some(
          (lane) => Math.abs((expected[lane] ?? 0) - (actual?.[lane] ?? 0)) > 1e-9,
        )
        if (differ) disagreements.push({ rules: group.spec.rules, sample, expected, actual })
      }
    }
    expect(disagreements.slice(0, 1)).toEqual([])
    expect(counts.accepted).toBeGreaterThan(100)
    expect(counts.refused).toBeGreaterThan(100)
    expect(counts.toLane).toBeGreaterThan(1_000)
  })
})
