import { expect, it } from 'vitest'
import { concernsLane } from './concerns-lane'
import { documentChanges } from './document-changes'
import { LaneGroupDocument, type LaneGroupInput } from './lane-group'

const group = (part: Partial<LaneGroupInput['spec']> = {}) =>
  LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'mall' },
    spec: {
      cluster: 'c',
      namespace: 'default',
      applications: [{ name: 'a', deployment: 'a' }],
      lanes: [{ tag: 'gray' }, { tag: 'gray-2' }],
      rules: [
        {
          name: 'to-gray',
          match: [[{ source: 'method', operator: 'exact', value: 'GET' }]],
          targets: [{ lane: 'gray', weight: 100 }],
        },
      ],
      ...part,
    },
  })

function told(lane: string, to: LaneGroupDocument): string[] {
  const from = group()
  return documentChanges(from, to)
    .filter((change) => concernsLane(change, lane, [from, to]))
    .map(({ kind }) => kind)
}

it('what happens to another lane is none of its business', () => {
  const parked = group({ lanes: [{ tag: 'gray' }, { tag: 'gray-2', state: 'parked', title: 'two' }] })
  expect(told('gray-2', parked)).toEqual(['laneParked', 'fieldChanged'])
  expect(told('gray', parked)).toEqual([])
})

it('a rule concerns the lanes that it leads or led to', () => {
  const without = group({ rules: [] })
  expect(told('gray', without)).toEqual(['ruleRemoved'])
  expect(told('gray-2', without)).toEqual([])
})

it('what is of the whole group concerns every lane', () => {
  expect(told('gray-2', group({ tagHeader: 'x-tag' }))).toEqual(['fieldChanged'])
  expect(told('gray', group({ applications: [{ name: 'b', deployment: 'b' }] }))).toEqual([
    'applicationRemoved',
    'applicationAdded',
  ])
})
