import { expect, it } from 'vitest'
import { routeAcceptance } from './gateway-api-acceptance'
import { readBase } from './testdata/read-case'

type Told = { type: string; status: string; observedGeneration?: number }

function told(...parents: Told[][]) {
  const base = readBase('gateway-api')
  return routeAcceptance({
    ...base,
    metadata: { ...base.metadata, generation: 2 },
    status: {
      parents: parents.map((conditions) => ({
        conditions: conditions.map((one) => ({ observedGeneration: 2, reason: 'R', message: 'm', ...one })),
      })),
    },
  })
}

const accepted = { type: 'Accepted', status: 'True' }
const resolved = { type: 'ResolvedRefs', status: 'True' }

it('is pending until both conditions of this generation hold', () => {
  expect(told()).toEqual({ state: 'pending' })
  expect(told([accepted])).toEqual({ state: 'pending' })
  expect(told([accepted, { ...resolved, observedGeneration: 1 }])).toEqual({ state: 'pending' })
  expect(told([accepted, resolved])).toEqual({ state: 'accepted' })
})

it('is refused in the controller’s words by a condition of this generation', () => {
  const refused = { state: 'refused', why: 'ResolvedRefs=False R: m' }
  expect(told([accepted, { ...resolved, status: 'False' }])).toEqual(refused)
  expect(told([accepted, resolved, { ...resolved, status: 'False', observedGeneration: 1 }])).toEqual({
    state: 'accepted',
  })
})
