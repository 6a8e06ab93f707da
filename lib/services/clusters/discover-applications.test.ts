import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, openBench } from '@/lib/operations/test-bench'
import type { ServiceContext } from '@/lib/services/context'
import { Discovery } from '@/lib/services/schemas/clusters'
import { discoverApplications } from './discover-applications'

let bench: Bench
let ctx: ServiceContext

beforeAll(async () => {
  bench = await openBench()
  ctx = {
    db: bench.db,
    actor: { kind: 'system', id: 'test', name: 'tester', role: 'viewer' },
    now: () => new Date(),
    requestId: 'test',
    language: 'en',
  }
}, 90_000)
afterAll(() => bench.close())

test('the demo is found: applications, the Service in front, the entry with its address', async () => {
  const found = await discoverApplications(ctx, { cluster: 'sandbox', namespace: 'default' })
  expect(Discovery.parse(found)).toEqual(found)
  expect(found.convention).toBe('mse')
  expect(found.namespaces).toContain('default')
  const a = found.applications.find(({ name }) => name === 'spring-cloud-a')
  expect(a).toMatchObject({
    deployment: 'spring-cloud-a',
    service: { name: 'spring-cloud-a', port: 20001 },
    images: [{ image: expect.stringContaining('spring-cloud-a:1.0.0') }],
    ready: 1,
    replicas: 1,
    tag: null,
    governed: true,
    managedBy: null,
  })
  expect(found.applications.find(({ name }) => name === 'spring-cloud-b')?.service).toBeNull()
  const atApplications = found.entries.filter(({ provider }) => provider === 'mse-agent')
  expect(found.entries.filter((entry) => !atApplications.includes(entry))).toEqual([
    {
      name: 'spring-cloud-a',
      provider: 'mse',
      application: 'spring-cloud-a',
      host: 'example.com',
      paths: [{ path: '/', type: 'Prefix' }],
      className: 'mse',
      settings: {},
      object: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        namespace: 'default',
        name: 'spring-cloud-a',
      },
      addresses: [bench.cluster.gateways.mse],
    },
    {
      name: 'spring-cloud-a-2',
      provider: 'gateway-api',
      application: 'spring-cloud-a',
      host: 'example.com',
      paths: [{ path: '/', type: 'Prefix' }],
      className: 'public',
      settings: { gateway: { name: 'public', namespace: 'gateway-system' } },
      object: {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        namespace: 'default',
        name: 'spring-cloud-a',
      },
      addresses: [bench.cluster.gateways['gateway-api']],
    },
    {
      name: 'spring-cloud-a-higress',
      provider: 'higress',
      application: 'spring-cloud-a',
      host: 'example.com',
      paths: [{ path: '/', type: 'Prefix' }],
      className: 'higress',
      settings: {},
      object: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        namespace: 'default',
        name: 'spring-cloud-a-higress',
      },
      addresses: [bench.cluster.gateways.higress],
    },
    {
      name: 'spring-cloud-a-4',
      provider: 'istio',
      application: 'spring-cloud-a',
      host: 'example.com',
      paths: [{ path: '/', type: 'Prefix' }],
      className: 'istio-system/public',
      settings: { gateways: ['istio-system/public'] },
      object: {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        namespace: 'default',
        name: 'spring-cloud-a',
      },
      addresses: [bench.cluster.gateways.istio],
    },
  ])
  expect(atApplications.map(({ application, addresses }) => ({ application, addresses }))).toEqual(
    ['spring-cloud-a', 'spring-cloud-b', 'spring-cloud-c'].map((application) => ({
      application,
      addresses: [bench.cluster.gateways['zuul-slb']],
    })),
  )
})

test('a namespace with nothing in it is empty; a cluster that is not registered is not found', async () => {
  const empty = await discoverApplications(ctx, { cluster: 'sandbox', namespace: 'nowhere' })
  expect(empty).toMatchObject({ applications: [], entries: [], convention: 'plain' })
  await expect(discoverApplications(ctx, { cluster: 'none', namespace: 'default' })).rejects.toMatchObject({
    code: 'NotFound',
  })
  await expect(
    discoverApplications(ctx, { cluster: 'sandbox', namespace: '../kube-system' }),
  ).rejects.toMatchObject({ code: 'Invalid' })
})
