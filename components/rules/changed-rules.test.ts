import { expect, it } from 'vitest'
import type { RouteRule } from '@/lib/domain/route-rule'
import { changedRules } from './changed-rules'

const rule = (name: string, weight = 1): RouteRule => ({ name, targets: [{ lane: 'gray', weight }] })

it('counts what differs', () => {
  expect(changedRules([rule('a'), rule('b')], [rule('a'), rule('b')])).toBe(0)
  expect(changedRules([rule('a'), rule('b')], [rule('a'), rule('b', 2)])).toBe(1)
  expect(changedRules([rule('a')], [rule('a'), rule('b')])).toBe(1)
  expect(changedRules([rule('a'), rule('b')], [rule('b'), rule('a')])).toBe(2)
})
