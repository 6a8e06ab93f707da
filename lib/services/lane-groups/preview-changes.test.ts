import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { refOf } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { connect, disconnect } from '@/lib/k8s/connect'
import { startTestCluster, type TestCluster } from '@/lib/k8s/test-cluster'
import type { Change } from '@/lib/plan/types'
import { previewChanges } from './preview-changes'

let cluster: TestCluster
let client: ClusterClient

beforeAll(async () => {
  cluster = await startTestCluster()
  client = connect({ id: 'preview', name: 'test', kubeconfig: cluster.kubeconfig, allowLoopback: true })
})

afterAll(async () => {
  await disconnect('preview')
  await cluster.stop()
})

const service = (name: string, spec: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec,
})

function change(object: KubeObject, more: Partial<Change>): Change {
  return {
    action: 'create',
    stage: 'make',
    phase: 'service',
    order: 1,
    object: refOf(object),
    uid: null,
    owner: 'ours',
    lane: 'gray',
    application: null,
    wait: 'none',
    diff: [],
    before: null,
    after: object,
    ...more,
  }
}

const preview = (...changes: Change[]) =>
  previewChanges(
    client,
    { changes, notices: [], conflicts: [], errors: [], forgotten: [] },
    AbortSignal.timeout(10_000),
  )

test('what the cluster takes is silent, and is not made', async () => {
  const object = service('preview-fine', { selector: { app: 'a' }, ports: [{ port: 80 }] })
  expect(await preview(change(object, { apply: object }))).toEqual({ conflicts: [], errors: [] })
  expect(await client.find(refOf(object))).toBeNull()
})

test('what the cluster refuses is told of its object', async () => {
  const object = service('preview-bad', { selector: { app: 'a' }, ports: [{ port: 0 }] })
  const { errors } = await preview(change(object, { apply: object }))
  expect(errors).toMatchObject([
    { path: 'Service preview-bad', message: { params: { why: expect.stringMatching(/port/) } } },
  ])
})

test('a field of the user that changed since the plan is told, and stays', async () => {
  const found = await client.get({
    apiVersion: 'v1',
    kind: 'Service',
    namespace: 'default',
    name: 'spring-cloud-a',
  })
  const patch: Change['patch'] = [
    { op: 'test', path: '/metadata/uid', value: 'another' },
    { op: 'add', path: '/metadata/annotations', value: { a: 'b' } },
  ]
  const { errors } = await preview(change(found, { action: 'update', owner: 'user', patch }))
  expect(errors).toHaveLength(1)
  expect(await client.get(refOf(found))).toEqual(found)
})

test('a delete is asked for and not done', async () => {
  const found = await client.get({
    apiVersion: 'v1',
    kind: 'Service',
    namespace: 'default',
    name: 'spring-cloud-a',
  })
  const gone = change(found, { action: 'delete', uid: found.metadata.uid ?? null })
  expect(await preview(gone)).toEqual({ conflicts: [], errors: [] })
  expect(await client.get(refOf(found))).toEqual(found)
})
