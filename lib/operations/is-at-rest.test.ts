import { expect, it } from 'vitest'
import { isAtRest } from './is-at-rest'

it('rests when it wants no pods and has none', () => {
  expect(isAtRest({ spec: { replicas: 0 }, status: {} })).toBe(true)
  expect(isAtRest({ spec: { replicas: 0 }, status: { replicas: 0 } })).toBe(true)
})

it('does not rest while pods are ending, are wanted, or are one by default', () => {
  expect(isAtRest({ spec: { replicas: 0 }, status: { replicas: 1 } })).toBe(false)
  expect(isAtRest({ spec: { replicas: 1 }, status: {} })).toBe(false)
  expect(isAtRest({ spec: {}, status: {} })).toBe(false)
})
