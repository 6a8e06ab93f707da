import { expect, it } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { StoredEdit } from './types'
import { undone } from './undo-edits'

const path = '/spec/paths'
const edit: StoredEdit = {
  ref: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace: 'default', name: 'web' },
  uid: 'one',
  path,
  before: ['web'],
  after: ['web', 'gray'],
}
const route = (...paths: string[]): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'web', uid: 'one' },
  spec: { paths },
})

it('takes the items that an edit added out of a list, whatever others did with the rest', () => {
  expect(undone(route('web', 'gray'), edit)).toEqual({ value: ['web'] })
  expect(undone(route('other', 'gray'), edit)).toEqual({ value: ['other'] })
  expect(undone(route('other'), edit)).toBeNull()
})

it('leaves what the edit added where nothing else is in the list any more', () => {
  expect(undone(route('gray'), edit)).toBeNull()
})
