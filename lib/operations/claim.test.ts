import { expect, test } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { ownershipLabels } from '@/lib/domain/labels'
import { bearsClaim, claimAnnotation, withClaim, withoutClaim } from './claim'
import { madeEdits } from './made-edits'
import { resolveOwned } from './resolve-owned'

const owner = { installation: 'i1', group: 'mall' }
const plain: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a-gray', namespace: 'shop', labels: ownershipLabels({ ...owner, lane: 'gray' }) },
  spec: {},
}
const ours = { manager: 'lanekeeper', operation: 'Apply', fieldsV1: { 'f:spec': {} } }

function live(claim: string, managedFields: object[] = [ours]): KubeObject {
  const claimed = withClaim(plain, claim)
  return {
    ...claimed,
    metadata: { ...claimed.metadata, uid: 'u1', managedFields: managedFields.map((entry) => ({ ...entry })) },
  }
}
const record = {
  id: 'claim-1',
  ref: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'a-gray' },
  uid: null,
  lane: 'gray',
  operationId: 'o',
}

test('what we made just before a crash is taken for ours, with the uid to write down', () => {
  expect(resolveOwned([record], [live('claim-1')], owner)).toEqual({
    owned: [{ ref: record.ref, uid: 'u1', lane: 'gray' }],
    adopt: [{ id: 'claim-1', uid: 'u1' }],
  })
})

test.each([
  ['another claim', live('claim-2')],
  ['no claim', { ...live('x'), metadata: { ...plain.metadata, uid: 'u1' } }],
  ['another installation', { ...live('claim-1'), metadata: { ...live('claim-1').metadata, labels: {} } }],
  [
    'a spec that somebody else wrote, our annotation copied onto it',
    live('claim-1', [ours, { manager: 'kubectl-create', operation: 'Update', fieldsV1: { 'f:spec': {} } }]),
  ],
])('%s is not ours', (_what, object) => {
  expect(resolveOwned([record], [object], owner)).toEqual({ owned: [], adopt: [] })
})

test('controllers that write status, and autoscalers, do not make an object theirs', () => {
  const object = live('claim-1', [
    ours,
    {
      manager: 'kube-controller-manager',
      operation: 'Update',
      fieldsV1: { 'f:status': {} },
      subresource: 'status',
    },
    {
      manager: 'hpa',
      operation: 'Update',
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      subresource: 'scale',
    },
  ])
  expect(bearsClaim(object, { id: 'claim-1', ...owner })).toBe(true)
})

test('a stored uid is ours whatever the annotations say', () => {
  expect(resolveOwned([{ ...record, uid: 'u0' }], [], owner).owned).toEqual([
    { ref: record.ref, uid: 'u0', lane: 'gray' },
  ])
})

test('plans never see the claim', () => {
  const field = {
    'f:metadata': { 'f:annotations': { '.': {}, [`f:${claimAnnotation}`]: {} }, 'f:labels': {} },
  }
  const object = live('claim-1', [{ manager: 'lanekeeper', operation: 'Apply', fieldsV1: field }])
  expect(withoutClaim(object)).toEqual({
    ...plain,
    metadata: {
      ...plain.metadata,
      uid: 'u1',
      managedFields: [
        { manager: 'lanekeeper', operation: 'Apply', fieldsV1: { 'f:metadata': { 'f:labels': {} } } },
      ],
    },
  })
  expect(withoutClaim(plain)).toBe(plain)
})

const ingress: KubeObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'web', namespace: 'shop', uid: 'w', annotations: { 'a/b': 'old' } },
}
const edit = {
  ref: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace: 'shop', name: 'web' },
  uid: 'w',
  path: '/metadata/annotations/a~1b',
  before: 'old',
  after: 'new',
}

test('an edit that was asked for when the process was killed counts unless the field is as before', () => {
  expect(madeEdits([{ ...edit, applied: false, former: null }], [ingress])).toEqual([])
  const changed = { ...ingress, metadata: { ...ingress.metadata, annotations: { 'a/b': 'new' } } }
  expect(madeEdits([{ ...edit, applied: false, former: null }], [changed])).toEqual([edit])
  expect(madeEdits([{ ...edit, applied: true, former: null }], [ingress])).toEqual([edit])
})

test('an edit that was to take the place of another and was not made leaves the other', () => {
  const holding = (value: string): KubeObject[] => [
    { ...ingress, metadata: { ...ingress.metadata, annotations: { 'a/b': value } } },
  ]
  const former = { before: 'older', after: 'first' }
  const asked = { ...edit, applied: false, former }
  expect(madeEdits([asked], holding('first'))).toEqual([{ ...edit, ...former }])
  expect(madeEdits([asked], holding('new'))).toEqual([edit])
  expect(madeEdits([asked], holding('of somebody'))).toEqual([edit])
  expect(madeEdits([asked], holding('old'))).toEqual([])
})
