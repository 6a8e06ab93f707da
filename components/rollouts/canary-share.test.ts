import { expect, it } from 'vitest'
import { isSplit, newShare } from './canary-share'

const share = (newReady: number, oldReady: number, othersReady = 0) => ({
  service: 'web',
  newReady,
  oldReady,
  othersReady,
})

it('is the part of the ready pods that is new, others behind the Service counted', () => {
  expect(newShare(share(2, 2))).toBe(0.5)
  expect(newShare(share(1, 1, 2))).toBe(0.25)
  expect(newShare(share(0, 0))).toBeNull()
})

it('is told of only while both versions answer', () => {
  expect([share(2, 2), share(1, 0, 3), share(3, 0), share(0, 3)].map(isSplit)).toEqual([
    true,
    true,
    false,
    false,
  ])
})
