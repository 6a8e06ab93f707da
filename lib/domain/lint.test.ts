import { describe, expect, it } from 'vitest'
import { say } from '@/lib/words/sentence'
import type { Condition } from './condition'
import type { LaneGroupInput } from './lane-group'
import { lint } from './lint'
import { compileRegex } from './regex'
import { sampleRegex } from './sample-regex'
import { simulate } from './simulate'
import { mall } from './testdata/mall'
import { randomFrom, randomRequest, randomRules } from './testdata/random'

type Rules = LaneGroupInput['spec']['rules']

const versions = [{ application: 'spring-cloud-a', image: 'a:1' }]
const lanes = [
  { tag: 'gray', versions },
  { tag: 'blue', versions },
]
const header = (operator: 'exact' | 'prefix' | 'regex', value: string, name = 'x-user'): Condition => ({
  source: 'header',
  name,
  operator,
  value,
})
const list = (...values: string[]): Condition => ({
  source: 'header',
  name: 'X-User',
  operator: 'in',
  values,
})
const rule = (name: string, lane: string, ...match: Condition[][]) => ({
  name,
  match,
  targets: [{ lane, weight: 1 }],
})
const groupOf = (rules: Rules) => mall({ lanes, rules })
const codes = (rules: Rules) =>
  lint(groupOf(rules)).map(({ code, rules: names }) => [code, ...names].join(' '))

describe('lint', () => {
  it('says nothing about a good document', () => {
    expect(lint(mall())).toEqual([])
  })

  it.each<[string, Rules, string[]]>([
    [
      'the same condition',
      [rule('a', 'gray', [header('exact', '1')]), rule('b', 'gray', [header('exact', '1')])],
      ['Unreachable b a'],
    ],
    [
      'a name in another case',
      [rule('a', 'gray', [header('exact', '1')]), rule('b', 'gray', [header('exact', '1', 'X-USER')])],
      ['Unreachable b a'],
    ],
    [
      'a longer prefix',
      [rule('a', 'gray', [header('prefix', 'u')]), rule('b', 'gray', [header('prefix', 'user')])],
      ['Unreachable b a'],
    ],
    [
      'a shorter prefix',
      [rule('a', 'gray', [header('prefix', 'user')]), rule('b', 'gray', [header('prefix', 'u')])],
      [],
    ],
    [
      'a value that a pattern matches',
      [rule('a', 'gray', [header('regex', 'u.*')]), rule('b', 'gray', [header('exact', 'u1')])],
      ['Unreachable b a'],
    ],
    [
      'one more condition',
      [
        rule('a', 'gray', [header('exact', '1')]),
        rule('b', 'gray', [header('exact', '1'), header('exact', 'x', 'y')]),
      ],
      ['Unreachable b a'],
    ],
    [
      'one condition less',
      [
        rule('a', 'gray', [header('exact', '1'), header('exact', 'x', 'y')]),
        rule('b', 'gray', [header('exact', '1')]),
      ],
      [],
    ],
    [
      'a list taken by two rules',
      [
        rule('a', 'gray', [header('exact', '1')]),
        rule('b', 'gray', [header('exact', '2')]),
        rule('c', 'gray', [list('1', '2')]),
      ],
      ['Unreachable c a b'],
    ],
    [
      'conditions that exclude each other',
      [rule('a', 'gray', [header('exact', '1'), header('exact', '2')])],
      ['Unreachable a'],
    ],
    [
      'one branch of two',
      [
        rule('a', 'gray', [header('exact', '1')]),
        rule('b', 'gray', [header('exact', '1')], [header('exact', '2')]),
      ],
      ['UnreachableBranch b a'],
    ],
    [
      'different lanes for one request',
      [rule('a', 'gray', [header('exact', '1')]), rule('b', 'blue', [header('exact', '1', 'y')])],
      ['Overlap b a'],
    ],
    [
      'different values of one header',
      [rule('a', 'gray', [header('exact', '1')]), rule('b', 'blue', [header('exact', '2')])],
      [],
    ],
    [
      'different prefixes',
      [rule('a', 'gray', [header('prefix', 'a')]), rule('b', 'blue', [header('prefix', 'b')])],
      [],
    ],
    ['weights that sum to 0', [{ name: 'all', targets: [{ lane: 'gray', weight: 0 }] }], ['WeightsZero all']],
  ])('%s', (_, rules, expected) => {
    expect(codes(rules)).toEqual(expected)
  })

  it('shows a request that another rule takes first', () => {
    const group = groupOf([
      rule('a', 'gray', [header('regex', 'u[0-9]+')]),
      rule('b', 'blue', [list('u1', 'u2')]),
    ])
    const [finding] = lint(group)
    expect(finding?.counterExample).toMatchObject({
      entry: 'web',
      host: 'example.com',
      headers: { 'X-User': 'u1' },
    })
    expect(
      simulate(
        group,
        finding?.counterExample ?? { entry: '', method: '', path: '', headers: {}, cookies: {}, query: {} },
      ).rule,
    ).toBe('a')
  })

  it('takes a lane whose versions all have 0 replicas for an empty one, unless its entry counts pods', () => {
    const of = (...replicas: (number | undefined)[]) =>
      mall({
        lanes: [
          {
            tag: 'gray',
            versions: replicas.map((count, index) => ({
              image: 'a:1',
              application: index === 0 ? 'spring-cloud-a' : 'spring-cloud-b',
              ...(count !== undefined && { replicas: count }),
            })),
          },
        ],
        rules: [{ name: 'all', targets: [{ lane: 'gray', weight: 1 }] }],
      })
    const found = (group: ReturnType<typeof of>, counts = false) =>
      lint(group, undefined, undefined, () => counts).map(({ code, message }) => [code, message])
    const lanes = { rule: 'all', lane: 'gray' }
    expect(found(of(0, 0))).toEqual([['EmptyLaneReceives', say('checks.lintNoPods', lanes)]])
    expect(found(of(0, 1))).toEqual([])
    expect(found(of(undefined))).toEqual([])
    expect(found(of(0), true)).toEqual([])
  })

  it('shows a request for a parked and for an empty lane', () => {
    const rules = [
      rule('a', 'gray', [header('exact', '1')]),
      { name: 'all', targets: [{ lane: 'blue', weight: 1 }] },
    ]
    const group = mall({ lanes: [{ tag: 'gray', state: 'parked', versions }, { tag: 'blue' }], rules })
    expect(lint(group).map(({ code, counterExample }) => [code, counterExample?.headers])).toEqual([
      ['ParkedLaneReceives', { 'x-user': '1' }],
      ['EmptyLaneReceives', {}],
    ])
  })

  it('names what a strict lane lacks, and what an entry cannot express', () => {
    const strict = { ...mall(), spec: { ...mall().spec, mode: 'strict' as const } }
    expect(lint(strict)).toMatchObject([
      { code: 'StrictLacks', params: { lane: 'gray', applications: 'spring-cloud-b' } },
    ])
    const unsupported = lint(mall(), () => [
      {
        rule: 'testers',
        branch: 0,
        condition: 0,
        code: 'Condition',
        message: say('checks.gatewayOr', { rule: 'testers', gateway: 'MSE' }),
      },
    ])
    expect(unsupported).toMatchObject([
      {
        code: 'Unsupported',
        path: 'spec.rules.0.match.0.0',
        message: { reason: 'checks.atEntry', params: { entry: 'web' } },
      },
    ])
  })

  it('is never wrong about rules that can never match: none of them decides any of 20,000 requests', () => {
    const random = randomFrom(3)
    let findings = 0
    for (let round = 0; round < 100; round++) {
      const group = mall({ lanes, rules: randomRules(random, 8) })
      const dead = lint(group)
        .filter(({ code }) => code === 'Unreachable')
        .map(({ rules: [name] }) => name)
      findings += dead.length
      const decided = new Set(
        Array.from({ length: 200 }, () => simulate(group, randomRequest(random, 'web')).rule),
      )
      expect(dead.filter((name) => decided.has(name ?? ''))).toEqual([])
    }
    expect(findings).toBeGreaterThan(20)
  })

  it('gives counter-examples that meet the rules they are about', () => {
    const random = randomFrom(5)
    for (let round = 0; round < 100; round++) {
      const group = mall({ lanes, rules: randomRules(random, 8) })
      for (const { code, counterExample, rules: names } of lint(group)) {
        if (code !== 'Overlap' || !counterExample) continue
        for (const name of names) {
          const only = {
            ...group,
            spec: { ...group.spec, rules: group.spec.rules.filter((one) => one.name === name) },
          }
          expect(simulate(only, counterExample).rule).toBe(name)
        }
      }
    }
  })
})

describe('sampleRegex', () => {
  it.each([
    'abc',
    'a|b',
    'u[0-9]{3}',
    '(foo|bar)-\\d+',
    '[^a]+x',
    '(?i)Abc',
    '.*\\.example\\.com',
    'a{2,}b?',
    '(?P<n>x)y',
    '[a-f0-9]{8}',
  ])('%s', (pattern) => {
    const regex = compileRegex(pattern)
    expect(sampleRegex(pattern).some((text) => regex.ok && regex.matches(text))).toBe(true)
  })
})
