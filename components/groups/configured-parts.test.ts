import { expect, it } from 'vitest'
import { configuredParts } from './configured-parts'

it('leaves the baseline what the lanes do not take', () => {
  const lanes = [
    { tag: 'gray', state: 'active' as const, colour: 0, share: 0.3 },
    { tag: 'beta', state: 'active' as const, colour: 1, share: 0 },
  ]
  expect(configuredParts(lanes)).toEqual([
    { lane: 'baseline', colour: 0, share: 0.7 },
    { lane: 'gray', colour: 0, share: 0.3 },
  ])
})
