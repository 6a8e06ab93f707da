import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { AppError } from '@/lib/errors'
import type { ClusterClient } from './cluster-client'
import { connect, disconnect } from './connect'
import { eventually } from './fault-server'
import { rolloutStatus } from './rollout-status'
import { startTestCluster, type TestCluster } from './test-cluster'

let cluster: TestCluster
let client: ClusterClient

beforeAll(async () => {
  cluster = await startTestCluster()
  client = connect({ id: 'test', name: 'sandbox', kubeconfig: cluster.kubeconfig, allowLoopback: true })
}, 90_000)
afterAll(async () => {
  await disconnect('test')
  await cluster.stop()
})

const deployment = (name: string, replicas: number): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'web', image: 'registry.example.com/new-nginx:1' }] },
    },
  },
})
const failure = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => {
      throw new Error('was expected to fail')
    },
    (error: AppError) => error,
  )

test('says which version it has, and lists what is there', async () => {
  expect((await client.version()).gitVersion).toMatch(/^v1\./)
  const found = await client.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default' })
  expect(found.map(({ metadata }) => metadata.name)).toContain('spring-cloud-a')
  expect(found[0]).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment' })
})

test('applies, watches the rollout to its end, and deletes by uid', async () => {
  const { object, created } = await client.apply(deployment('applied', 2), { force: false })
  expect(created).toBe(true)
  expect((await client.apply(deployment('applied', 2), { force: false })).created).toBe(false)
  const cache = client.cache({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default' })
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'applied' }
  await eventually(() => {
    const live = cache.get(ref)
    return live !== undefined && rolloutStatus(live).state === 'complete'
  }, 15_000)
  const wrong = await failure(client.remove(ref, { uid: 'another', propagationPolicy: 'Background' }))
  expect(wrong.code).toBe('Conflict')
  const uid = object.metadata.uid ?? ''
  expect(await client.remove(ref, { uid, propagationPolicy: 'Foreground' })).toBe('accepted')
  await eventually(() => cache.get(ref) === undefined, 20_000)
  expect(await client.find(ref)).toBeNull()
  expect(await client.remove(ref, { uid, propagationPolicy: 'Background' })).toBe('gone')
})

test('a field that another manager owns is a conflict that names both', async () => {
  await client.apply(deployment('contested', 1), { force: false })
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'contested' }
  const answer = await fetchAs('kubectl-scale', ref.name)
  expect(answer).toBe(200)
  const error = await failure(client.apply(deployment('contested', 1), { force: false }))
  expect(error.message).toBe(
    'Cluster sandbox could not apply Deployment default/contested: .spec.replicas belongs to kubectl-scale',
  )
  expect((await client.apply(deployment('contested', 1), { force: true })).created).toBe(false)
})

test('a JSON patch whose test fails changes nothing', async () => {
  const ref = { apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'spring-cloud-a' }
  const before = await client.get(ref)
  const error = await failure(
    client.jsonPatch(ref, [
      { op: 'test', path: '/metadata/uid', value: 'another' },
      { op: 'add', path: '/metadata/annotations', value: { x: 'y' } },
    ]),
  )
  expect(error.details).toMatchObject({ status: 422, verb: 'patch', kind: 'Service', name: 'spring-cloud-a' })
  expect((await client.get(ref)).metadata.resourceVersion).toBe(before.metadata.resourceVersion)
})

test('what the server would refuse is known from a dry run', async () => {
  const error = await failure(
    client.apply({ ...deployment('Not_a_name', 1) }, { force: false, dryRun: true }),
  )
  expect(error.code).toBe('ApplyFailed')
  const dry = await client.apply(deployment('never', 1), { force: false, dryRun: true })
  expect(dry.created).toBe(true)
  expect(
    await client.find({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'never' }),
  ).toBeNull()
})

test('a pod is reached through the API server', async () => {
  const pods = await client.list({
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: 'default',
    labelSelector: 'app=spring-cloud-a',
  })
  const pod = pods[0]?.metadata.name ?? ''
  const answer = await client.proxyPod({ namespace: 'default', pod, port: 20001, path: '/metrics' })
  expect(answer.status).toBe(200)
})

test('a kind that the cluster does not have is said so', async () => {
  const error = await failure(
    client.list({ apiVersion: 'example.com/v1', kind: 'Unheard', namespace: 'default' }),
  )
  expect(error.code).toBe('Unsupported')
})

/** Scales as another field manager would. */
async function fetchAs(manager: string, name: string): Promise<number> {
  const { parseKubeconfig } = await import('./parse-kubeconfig')
  const { createTransport } = await import('./transport')
  const parsed = parseKubeconfig(cluster.kubeconfig, { allowLoopback: true })
  if (!parsed.ok) throw new Error(parsed.problem.reason)
  const transport = createTransport(parsed.credentials, { allowLoopback: true })
  const answer = await transport.exchange({
    subject: { cluster: 'sandbox', verb: 'patch' },
    method: 'PATCH',
    path: `/apis/apps/v1/namespaces/default/deployments/${name}?fieldManager=${manager}`,
    contentType: 'application/merge-patch+json',
    body: { spec: { replicas: 3 } },
    repeatable: false,
  })
  await transport.close()
  return answer.status
}
