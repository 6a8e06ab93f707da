import { describe, expect, it } from 'vitest'
import { compile } from './compile'
import type { Condition } from './condition'
import type { LaneGroupInput } from './lane-group'
import { normalRequest } from './normal-request'
import type { RequestSample } from './request-sample'
import { simulate } from './simulate'
import { mall } from './testdata/mall'
import { randomFrom, randomRequest, randomRules } from './testdata/random'

const request = (more: Partial<RequestSample> = {}): RequestSample => ({
  entry: 'web',
  method: 'GET',
  path: '/A/a',
  headers: {},
  cookies: {},
  query: {},
  ...more,
})

const testersOf = (condition: Condition) =>
  mall({
    rules: [{ name: 'testers', match: [[condition]], targets: [{ lane: 'gray', weight: 1 }] }],
  } satisfies Partial<LaneGroupInput['spec']>)

const x = { source: 'header', name: 'X-User' } as const

/** Condition, header values that meet it, header values that do not; undefined = the header is missing. */
const cases: [Condition, (string | undefined)[], (string | undefined)[]][] = [
  [{ ...x, operator: 'exact', value: 'a' }, ['a'], ['A', 'ab', '', undefined]],
  [{ ...x, operator: 'exact', value: 'a', not: true }, ['b', undefined], ['a']],
  [{ ...x, operator: 'prefix', value: 'a' }, ['a', 'ab'], ['ba', undefined]],
  [{ ...x, operator: 'regex', value: 'a|b+' }, ['a', 'bb'], ['ab', 'xa', undefined]],
  [{ ...x, operator: 'in', values: ['1', '2'] }, ['1', '2'], ['12', undefined]],
  [{ ...x, operator: 'present' }, ['', 'x'], [undefined]],
  [{ ...x, operator: 'present', not: true }, [undefined], ['']],
  [{ ...x, operator: 'percent', value: 100 }, ['x', ''], [undefined]],
  [{ ...x, operator: 'percent', value: 0 }, [], ['x', undefined]],
]

describe('simulate', () => {
  it.each(cases)('%j', (condition, yes, no) => {
    const laneOf = (value: string | undefined) =>
      simulate(testersOf(condition), request({ headers: value === undefined ? {} : { 'x-user': value } }))
        .lane
    for (const value of yes) expect([value, laneOf(value)]).toEqual([value, 'gray'])
    for (const value of no) expect([value, laneOf(value)]).toEqual([value, 'baseline'])
  })

  it('reads cookies, query, method, path and host', () => {
    const gray = (condition: Condition, more: Partial<RequestSample>) =>
      simulate(testersOf(condition), request(more)).lane === 'gray'
    expect(
      gray({ source: 'cookie', name: 'u', operator: 'exact', value: '1' }, { cookies: { u: '1' } }),
    ).toBe(true)
    expect(
      gray(
        { source: 'cookie', name: 'u', operator: 'exact', value: '1' },
        { headers: { Cookie: 'a=2; u=1' } },
      ),
    ).toBe(true)
    expect(gray({ source: 'query', name: 'u', operator: 'exact', value: '1' }, { path: '/a?u=1' })).toBe(true)
    expect(gray({ source: 'method', operator: 'exact', value: 'GET' }, {})).toBe(true)
    expect(gray({ source: 'path', operator: 'prefix', value: '/A' }, {})).toBe(true)
    expect(gray({ source: 'host', operator: 'exact', value: 'A.example' }, { host: 'a.example:80' })).toBe(
      true,
    )
  })

  it('names the lane and the fallback of every hop, and why', () => {
    const group = mall()
    const hit = simulate(group, request({ query: { group: 'gray' } }))
    expect(hit.hops).toEqual([
      { application: 'spring-cloud-a', lane: 'gray', fallback: false },
      { application: 'spring-cloud-b', lane: 'baseline', fallback: true },
      { application: 'spring-cloud-c', lane: 'gray', fallback: false },
    ])
    const miss = simulate(group, request())
    expect(miss).toMatchObject({ rule: null, lane: 'baseline', shares: [{ lane: 'baseline', share: 1 }] })
    expect(miss.why).toEqual([
      { rule: 'testers', matched: false, failed: [{ branch: 0, condition: 'query group exact gray' }] },
    ])
  })

  it('follows calls where they are declared', () => {
    const group = mall({
      applications: [
        { name: 'spring-cloud-a', deployment: 'a', calls: ['spring-cloud-c'] },
        { name: 'spring-cloud-b', deployment: 'b' },
        { name: 'spring-cloud-c', deployment: 'c', calls: ['spring-cloud-a'] },
      ],
    })
    const { hops } = simulate(group, request())
    expect(hops.map(({ application }) => application)).toEqual(['spring-cloud-a', 'spring-cloud-c'])
  })

  it('counts a parked lane as baseline, and keeps behind applications on it without passTag', () => {
    const [lane] = mall().spec.lanes
    if (!lane) throw new Error('no lane')
    const hit = request({ query: { group: 'gray' } })
    expect(simulate(mall({ lanes: [{ ...lane, state: 'parked' }] }), hit)).toMatchObject({
      rule: 'testers',
      lane: 'baseline',
    })
    expect(simulate(mall({ lanes: [{ ...lane, passTag: false }] }), hit).hops.map((hop) => hop.lane)).toEqual(
      ['gray', 'baseline', 'baseline'],
    )
  })

  it('splits by weight and names the largest', () => {
    const rules = [
      {
        name: 'everyone',
        targets: [
          { lane: 'baseline', weight: 1 },
          { lane: 'gray', weight: 3 },
        ],
      },
    ]
    const answer = simulate(mall({ rules }), request())
    expect(answer.lane).toBe('gray')
    expect(answer.shares).toEqual([
      { lane: 'baseline', share: 0.25 },
      { lane: 'gray', share: 0.75 },
    ])
  })
})

describe('compile', () => {
  it('decides as simulate does, for 20,000 random requests', () => {
    const random = randomFrom(7)
    const lanes = [{ tag: 'gray' }, { tag: 'blue' }]
    let decidedByRule = 0
    const disagreements: RequestSample[] = []
    for (let round = 0; round < 40; round++) {
      const group = mall({ lanes, rules: randomRules(random, 12) })
      const decide = compile(group, 'web')
      for (let index = 0; index < 500; index++) {
        const sample = randomRequest(random, 'web')
        const rule = decide(normalRequest(sample))?.name ?? null
        if (rule !== 'everyone') decidedByRule++
        if (rule !== simulate(group, sample).rule) disagreements.push(sample)
      }
    }
    expect(disagreements).toEqual([])
    expect(decidedByRule).toBeGreaterThan(5_000)
  })
})
