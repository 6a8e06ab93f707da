import { describe, expect, it } from 'vitest'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { hasConditions, laneIntakes } from './lane-intake'

const match = [[{ source: 'query', name: 'group', operator: 'exact', value: 'gray' }]]
const document = (rules: unknown[], state = 'active') =>
  LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'mall' },
    spec: {
      cluster: 'sandbox',
      namespace: 'default',
      applications: ['a', 'b'].map((name) => ({ name, deployment: name })),
      entries: [{ name: 'web', provider: 'mse', application: 'a' }],
      lanes: [{ tag: 'gray', state, versions: [{ application: 'a', image: 'a:2' }] }],
      rules,
    },
  })
const testers = { name: 'testers', match, targets: [{ lane: 'gray', weight: 1 }] }
const everyone = {
  name: 'everyone',
  targets: [
    { lane: 'baseline', weight: 70 },
    { lane: 'gray', weight: 30 },
  ],
}

describe('laneIntakes', () => {
  it('says who goes in and who falls back', () => {
    expect(laneIntakes(document([testers, everyone]))).toEqual([
      {
        tag: 'gray',
        closed: null,
        rules: [{ name: 'testers', match, share: 1 }],
        everyone: 0.3,
        fallsBack: ['b'],
      },
    ])
  })

  it('gives a parked lane nothing of everyone', () => {
    expect(laneIntakes(document([everyone], 'parked'))[0]).toMatchObject({ closed: 'parked', everyone: 0 })
  })

  it('knows whether there is an “else”', () => {
    expect(hasConditions(document([testers, everyone]))).toBe(true)
    expect(hasConditions(document([everyone]))).toBe(false)
  })
})
