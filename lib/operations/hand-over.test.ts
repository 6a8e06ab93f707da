import { expect, test } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { fieldManager, ownershipLabels } from '@/lib/domain/labels'
import { released } from '@/lib/plan/release'
import { unfinishedHandOvers } from './hand-over'

const owner = { installation: 'here', group: 'mall' }
const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web-gray' }
const record = { id: 'one', ref, uid: 'u', lane: 'gray', operationId: null, rule: null }
const ours = { manager: fieldManager, operation: 'Apply', fieldsV1: { 'f:spec': {} } }
const made: KubeObject = {
  ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  metadata: {
    ...{ name: 'web-gray', namespace: 'default', uid: 'u' },
    labels: ownershipLabels({ ...owner, lane: 'gray' }),
    managedFields: [ours],
  },
}
const withImage = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    managedFields: [...(object.metadata.managedFields ?? []), { ...ours, operation: 'Update' }],
  },
})
const unfinished = (object: KubeObject) => unfinishedHandOvers([record], [object], owner)

test('what a switch gave away is handed over, also after a promote has set its image', () => {
  const heir = { ...owner, lane: 'gray', rule: null }
  expect(unfinished(released(made))).toEqual([{ ref, uid: 'u', heir }])
  expect(unfinished(withImage(released(made)))).toEqual([{ ref, uid: 'u', heir }])
})

test('what is ours, or was ours with its labels taken off, is not', () => {
  expect(unfinished(made)).toEqual([])
  expect(unfinished({ ...made, metadata: { ...made.metadata, labels: {} } })).toEqual([])
})
