import { expect, it } from 'vitest'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RevisionView } from '@/lib/services/schemas/lane-groups'
import { likelyChoice } from './roll-back-choice'
import { rollBackChoices } from './roll-back-choices'

const revision = (number: number, pushed: boolean, image: string, lanes: string[]): RevisionView => ({
  number,
  cause: 'save',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'li',
  message: null,
  operation: null,
  pushed,
  baseline: [{ application: 'a', deployment: 'a', service: null, images: [{ container: 'a', image }] }],
  document: LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'mall' },
    spec: {
      cluster: 'c',
      namespace: 'default',
      applications: [{ name: 'a', deployment: 'a' }],
      lanes: lanes.map((tag) => ({ tag })),
    },
  }),
})

it('says what each earlier revision would change, and offers the last pushed one', () => {
  const current = revision(4, true, 'a:2', ['gray'])
  const earlier = [
    revision(3, false, 'a:2', ['gray']),
    revision(2, true, 'a:1', []),
    revision(1, true, 'a:1', []),
  ]
  const choices = rollBackChoices(current, [current, ...earlier])
  expect(choices.map(({ number }) => number)).toEqual([3, 2, 1])
  expect(choices[0]).toMatchObject({ changes: [], images: [] })
  expect(choices[1]).toMatchObject({
    changes: [{ kind: 'laneRemoved', lane: 'gray' }],
    images: [{ application: 'a', from: 'a:2', to: 'a:1' }],
  })
  expect(likelyChoice(choices, 4)?.number).toBe(2)
  expect(rollBackChoices(undefined, earlier)).toEqual([])
})
