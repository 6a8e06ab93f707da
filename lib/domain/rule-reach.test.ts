import { describe, expect, it } from 'vitest'
import { compile } from './compile'
import type { Condition } from './condition'
import { lint, newEffort } from './lint'
import { normalRequest } from './normal-request'
import type { RequestSample } from './request-sample'
import type { RouteRule } from './route-rule'
import { meets, ruleReach } from './rule-reach'
import { simulate } from './simulate'
import { mall } from './testdata/mall'
import { pick, randomFrom } from './testdata/random'

const lanes = [
  { tag: 'gray', versions: [{ application: 'spring-cloud-a', image: 'a:1' }] },
  { tag: 'blue', versions: [{ application: 'spring-cloud-a', image: 'a:2' }] },
]
const values = ['a', 'ab', 'b', 'ba', 'a1', 'b1', 'x'] as const
const patterns = [
  'a.*',
  '[ab]',
  '(a|b)1?',
  '[^a].*',
  '.*1',
  'a?b?',
  '(?i)AB',
  '[a-c]{1,2}',
  '.+',
  '\\bx',
] as const

/** A condition on one of two headers or the method, so that rules often take the same requests. */
function condition(random: () => number): Condition {
  const not = random() < 0.25 ? { not: true as const } : {}
  if (random() < 0.1)
    return { source: 'method', operator: 'exact', value: pick(random, ['GET', 'POST']), ...not }
  const head = { source: 'header', name: pick(random, ['x-a', 'x-b']) } as const
  switch (pick(random, ['exact', 'prefix', 'regex', 'in', 'present', 'percent'] as const)) {
    case 'exact':
      return { ...head, operator: 'exact', value: pick(random, values), ...not }
    case 'prefix':
      return { ...head, operator: 'prefix', value: pick(random, values), ...not }
    case 'regex':
      return { ...head, operator: 'regex', value: pick(random, patterns), ...not }
    case 'in':
      return { ...head, operator: 'in', values: [pick(random, values), pick(random, values)], ...not }
    case 'present':
      return { ...head, operator: 'present', ...not }
    case 'percent':
      return { ...head, operator: 'percent', value: pick(random, [0, 20, 50, 100]), ...not }
  }
}

function rules(random: () => number, count: number): RouteRule[] {
  const target = () => [{ lane: pick(random, ['gray', 'blue', 'baseline']), weight: 100 }]
  const branch = () => Array.from({ length: 1 + Math.floor(random() * 2) }, () => condition(random))
  const conditional = Array.from({ length: count }, (_, index): RouteRule => {
    const match = Array.from({ length: 1 + Math.floor(random() * 2) }, branch)
    return { name: `r${index}`, match, targets: target() }
  })
  return [...conditional, { name: 'everyone', targets: target() }]
}

const grid: RequestSample[] = ['GET', 'POST'].flatMap((method) =>
  [undefined, '', ...values, 'A', 'c', 'cc', 'aab1', 'user-1', 'user-2', 'user-3', 'user-4'].flatMap(
    (a, _, all) =>
      all.map((b) => ({
        entry: 'web',
        method,
        path: '/',
        headers: { ...(a !== undefined && { 'x-a': a }), ...(b !== undefined && { 'x-b': b }) },
        cookies: {},
        query: {},
      })),
  ),
)

const requests = grid.map(normalRequest)

describe('ruleReach', { timeout: 120_000 }, () => {
  it('tells of 2,000 rules that they never decide, or shows a request; only patterns that are not read leave some open', () => {
    const random = randomFrom(17)
    const seen = { reached: 0, never: 0, unknown: 0 }
    for (let round = 0; round < 200; round++) {
      const group = mall({ lanes, rules: rules(random, 9) })
      const decide = compile(group, 'web')
      const decided = new Set(requests.map((request) => decide(request)?.name))
      for (const { rule, branches } of ruleReach(group, newEffort()).flatMap((entry) => entry.rules)) {
        const isNever = branches.every(({ fate }) => fate === 'never')
        const shown = branches.find(({ fate }) => fate === 'reached')?.sample
        if (isNever && decided.has(rule.name)) expect.fail(JSON.stringify(group.spec.rules))
        if (shown) expect(simulate(group, shown).rule).toBe(rule.name)
        if (!shown && !isNever) expect(JSON.stringify(group.spec.rules)).toContain('\\bx')
        seen[shown ? 'reached' : isNever ? 'never' : 'unknown']++
      }
    }
    expect(seen.reached + seen.never + seen.unknown).toBe(2000)
    expect(seen.never).toBeGreaterThan(400)
    expect(seen.unknown).toBeLessThan(30)
  })

  it('names an overlap wherever the grid has a request that both rules meet', () => {
    const random = randomFrom(19)
    let found = 0
    for (let round = 0; round < 100; round++) {
      const group = mall({ lanes, rules: rules(random, 3) })
      const decide = compile(group, 'web')
      const live = ruleReach(group, newEffort()).flatMap((entry) => entry.rules)
      const findings = lint(group).filter(({ code }) => code === 'Overlap')
      for (const { rules: names, counterExample } of findings) {
        const [later, first] = names
        const branches = live.find(({ rule }) => rule.name === later)?.branches ?? []
        expect(counterExample && simulate(group, counterExample).rule).toBe(first)
        const request = counterExample && normalRequest(counterExample)
        expect(request && branches.some(({ conditions }) => meets(conditions, request))).toBe(true)
      }
      const named = new Set(findings.map(({ rules: [later, first] }) => `${later} ${first}`))
      for (const request of requests) {
        const first = decide(request)
        const at = live.findIndex(({ rule }) => rule === first)
        for (const { rule, branches } of live.slice(at + 1)) {
          if (rule.match === undefined || rule.targets[0]?.lane === first?.targets[0]?.lane) continue
          if (!branches.some(({ conditions, fate }) => fate !== 'never' && meets(conditions, request)))
            continue
          found++
          if (!named.has(`${rule.name} ${first?.name}`)) expect.fail(`${rule.name} and ${first?.name}`)
        }
      }
    }
    expect(found).toBeGreaterThan(1000)
  })

  it('takes at most a few hundred comparisons for each of 200 rules', () => {
    const random = randomFrom(23)
    const word = () => `v${Math.floor(random() * 400)}`
    const many = Array.from({ length: 199 }, (_, index): RouteRule => {
      const head = { source: 'header', name: `x-${Math.floor(random() * 4)}` } as const
      const one = pick(random, [
        { ...head, operator: 'exact', value: word() },
        { ...head, operator: 'prefix', value: word() },
        { ...head, operator: 'regex', value: `${word()}-[a-z]{2,4}(-beta)?` },
        { ...head, operator: 'in', values: [word(), word(), word()] },
      ] as const satisfies Condition[])
      return {
        name: `r${index}`,
        match: [[one]],
        targets: [{ lane: index % 2 ? 'gray' : 'blue', weight: 1 }],
      }
    })
    const effort = newEffort()
    const findings = lint(mall({ lanes, rules: many }), undefined, effort)
    expect(findings.length).toBeGreaterThan(100)
    expect(effort.steps).toBeLessThan(200 * 200)
  })
})
