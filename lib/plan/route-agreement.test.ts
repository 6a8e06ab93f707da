import { describe, expect, it } from 'vitest'
import { compileCondition } from '@/lib/domain/compile-condition'
import type { Condition } from '@/lib/domain/condition'
import { type NormalRequest, normalRequest } from '@/lib/domain/normal-request'
import type { RouteRule } from '@/lib/domain/route-rule'
import { simulate } from '@/lib/domain/simulate'
import { mall } from '@/lib/domain/testdata/mall'
import { names, pick, randomFrom, randomRequest, values } from '@/lib/domain/testdata/random'
import { findProvider } from '@/lib/providers/index'
import type { Routes } from '@/lib/providers/provider'
import { unsupportedAt } from './check-routing'
import { buildDesired } from './desired'
import { demoLive } from './testdata/memory-cluster'

const lanes = ['gray', 'blue'].map((tag) => ({
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

/** What Routes do with a request: the share of each lane. */
function sharesOf(routes: Routes, request: NormalRequest): Record<string, number> {
  const rule = routes.rules.find(({ match }) =>
    match ? match.some((branch) => branch.every((condition) => compileCondition(condition)(request))) : true,
  )
  const targets = rule?.targets ?? [{ lane: 'baseline', weight: 1 }]
  const sum = targets.reduce((total, { weight }) => total + weight, 0)
  return Object.fromEntries(targets.map(({ lane, weight }) => [lane, weight / sum]))
}

describe('routes read back from the rendered objects', () => {
  it('send random requests where the simulator says, for random rules that the provider accepts', () => {
    const random = randomFrom(11)
    const mse = findProvider('mse')
    const live = demoLive()
    const counts = { accepted: 0, refused: 0, toLane: 0 }
    const disagreements: unknown[] = []
    for (let round = 0; round < 600; round++) {
      const group = mall({ lanes, rules: mseRules(random) })
      const [entry] = group.spec.entries
      if (!mse || !entry || unsupportedAt(group, entry).length > 0) {
        counts.refused++
        continue
      }
      counts.accepted++
      const settings = mse.settings.parse(entry.settings)
      const { items, errors } = buildDesired({
        document: group,
        live,
        installation: 'i',
        revision: 1,
        readiness: 'assumed',
      })
      const base = mse.findBase(entry, settings, live.objects)
      // Which of two equals goes first is the gateway's secret: the answer must be the same in any order.
      const objects = items.map(({ object }) => object)
      const shuffled = random() < 0.5 ? objects : objects.reverse()
      const routes = 'problem' in base ? null : mse.read(shuffled, base, settings)
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
