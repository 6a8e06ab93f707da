import { describe, expect, it } from 'vitest'
import { compileCondition } from './compile-condition'
import { normalRequest } from './normal-request'
import type { RouteRule, Target } from './route-rule'
import { simulate } from './simulate'
import { stickyParts, stickyTarget, withoutSticky } from './sticky'
import { mall } from './testdata/mall'

const sticky = { source: 'cookie', name: 'uid' } as const
const users = Array.from({ length: 2_000 }, (_, index) => `user-${index}`)
const targets = (gray: number, blue: number): Target[] => [
  { lane: 'baseline', weight: 100 - gray - blue },
  { lane: 'gray', weight: gray },
  { lane: 'blue', weight: blue },
]
const laneOf = (of: Target[], user: string | undefined) => stickyTarget(of, user)?.lane

describe('a sticky rule', () => {
  it('puts the baseline last', () => {
    const parts = stickyParts(targets(10, 5)).map(({ target, upTo }) => [target.lane, upTo])
    expect(parts).toEqual([
      ['gray', 10],
      ['blue', 15],
      ['baseline', 100],
    ])
  })

  it('gives each lane its share, and a user without the key to the baseline', () => {
    const count = (lane: string) => users.filter((user) => laneOf(targets(20, 30), user) === lane).length
    expect(Math.abs(count('gray') / users.length - 0.2)).toBeLessThan(0.05)
    expect(Math.abs(count('blue') / users.length - 0.3)).toBeLessThan(0.05)
    expect(laneOf(targets(20, 30), undefined)).toBe('baseline')
  })

  it('never moves a user back when shares grow', () => {
    const widening = [0, 1, 5, 20, 50, 99, 100].map((gray) => targets(gray, 0))
    const two = [0, 1, 5, 20, 40].map((share) => targets(share, share))
    for (const steps of [widening, two]) {
      for (const user of users) {
        const inLane = steps.map((step) => laneOf(step, user) !== 'baseline')
        expect(inLane).toEqual(inLane.toSorted())
      }
    }
  })

  it('sends everyone to an only target, key or not', () => {
    expect(laneOf(targets(100, 0), undefined)).toBe('gray')
  })

  it('is the same as rules that ask for a percentage of the key', () => {
    const rule: RouteRule = {
      name: 'r',
      match: [[{ source: 'header', name: 'x', operator: 'exact', value: '1' }]],
      targets: targets(10, 5),
      sticky,
    }
    const plain = withoutSticky(rule)
    expect(plain.map(({ name, match }) => [name, match?.[0]?.length])).toEqual([
      ['r', 2],
      ['r', 2],
      ['r', 1],
    ])
    for (const user of users.slice(0, 300)) {
      const request = normalRequest({
        entry: 'web',
        method: 'GET',
        path: '/',
        headers: { x: '1' },
        cookies: { uid: user },
        query: {},
      })
      const taken = plain.find(({ match }) =>
        match?.some((branch) => branch.every((condition) => compileCondition(condition)(request))),
      )
      expect(taken?.targets[0]?.lane).toBe(laneOf(rule.targets, user))
    }
  })

  it('is simulated by its user; a parked lane’s users wait on the baseline', () => {
    const rules: RouteRule[] = [{ name: 'everyone', targets: targets(50, 50).slice(1), sticky }]
    const version = { application: 'spring-cloud-a', image: 'a:2' }
    const group = mall({
      rules,
      lanes: [
        { tag: 'gray', versions: [version] },
        { tag: 'blue', state: 'parked', versions: [version] },
      ],
    })
    const seen = users.slice(0, 200).map((user) => {
      const request = {
        entry: 'web',
        method: 'GET',
        path: '/',
        headers: {},
        cookies: { uid: user },
        query: {},
      }
      const { shares, lane } = simulate(group, request)
      expect(shares).toEqual([{ lane, share: 1 }])
      return lane
    })
    expect(seen).toEqual(
      users
        .slice(0, 200)
        .map((user) => (laneOf(rules[0]?.targets ?? [], user) === 'gray' ? 'gray' : 'baseline')),
    )
  })
})
