import { expect, it } from 'vitest'
import { readStrategy } from './read-strategy'

const before = {
  type: 'RollingUpdate' as const,
  maxSurge: 1,
  maxUnavailable: '25%',
  minReadySeconds: 5,
  progressDeadlineSeconds: 600,
}

it('gives what changed, and nothing of what was typed as it stands', () => {
  const read = readStrategy(before, { maxSurge: '50%', maxUnavailable: '25%', minReadySeconds: ' 10 ' })
  expect(read.changed).toEqual({ maxSurge: '50%', minReadySeconds: 10 })
  expect(read.problems).toEqual({})
  expect(read.strategy).toMatchObject({ maxSurge: '50%', maxUnavailable: '25%' })
})

it.each([
  [{ maxSurge: 'many' }, { maxSurge: 'count' }],
  [{ maxUnavailable: '120%' }, { maxUnavailable: 'count' }],
  [{ minReadySeconds: '-1' }, { minReadySeconds: 'seconds' }],
  [{ maxSurge: '0', maxUnavailable: '0%' }, { maxUnavailable: 'bothZero' }],
  [{ progressDeadlineSeconds: '5' }, { progressDeadlineSeconds: 'deadlineShort' }],
])('refuses %j', (typed, problems) => {
  expect(readStrategy(before, typed).problems).toEqual(problems)
})

it('knows no bounds of a strategy that has none', () => {
  const recreate = { ...before, type: 'Recreate' as const, maxSurge: 0, maxUnavailable: 0 }
  expect(readStrategy(recreate, { minReadySeconds: '1' })).toMatchObject({
    changed: { minReadySeconds: 1 },
    problems: {},
  })
})
