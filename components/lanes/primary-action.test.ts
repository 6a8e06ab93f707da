import { expect, it } from 'vitest'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { GroupStatus } from '@/lib/services/schemas/lane-groups'
import { primaryAction } from './primary-action'

const document = LaneGroupDocument.parse({
  apiVersion: 'lanekeeper.io/v1',
  kind: 'LaneGroup',
  metadata: { name: 'mall' },
  spec: {
    cluster: 'c',
    namespace: 'default',
    applications: [{ name: 'a', deployment: 'a' }],
    lanes: [{ tag: 'gray' }],
  },
})
const label = (status: Partial<GroupStatus>) =>
  primaryAction({
    document,
    revision: 2,
    status: { state: 'inSync', pushedRevision: 2, operation: null, lanes: [], ...status },
  }).label

it('names what comes next', () => {
  const operation = { id: 'o1', kind: 'push', state: 'running', createdBy: 'ann' } as const
  expect(label({})).toBe('seeTraffic')
  expect(label({ state: 'pending', pushedRevision: 1 })).toBe('reviewPlan')
  expect(label({ state: 'draft', pushedRevision: null })).toBe('reviewPlan')
  expect(label({ state: 'running', operation })).toBe('watch')
  expect(label({ state: 'failed', operation: { ...operation, state: 'failed' } })).toBe('seeFailure')
  expect(label({ state: 'drift' })).toBe('reviewPlan')
})
