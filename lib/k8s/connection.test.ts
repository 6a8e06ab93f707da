import { setMaxListeners } from 'node:events'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { type BareServer, startBareServer } from '@/lib/sandbox/api/bare-server'
import { createClusterClient } from './cluster-client'
import { type FaultBench, openFaultBench } from './fault-bench'
import { createTransport } from './transport'

/** For what takes as long as it takes: a busy machine needs seconds for 200 streams. */
const patience = 40_000
vi.setConfig({ testTimeout: 60_000 })

let server: BareServer
let bench: FaultBench

beforeAll(async () => {
  server = await startBareServer()
  bench = await openFaultBench(server)
})
afterAll(async () => {
  await bench.close()
  await server.close()
})

const serviceOf = (index: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: `s-${index}`, namespace: 'default' },
  spec: { ports: [{ port: 80 }] },
})

test('150 objects and their watch take two TLS handshakes', async () => {
  const { client, proxy } = bench
  const cache = client.cache({ apiVersion: 'v1', kind: 'Service', namespace: 'default' })
  await cache.ready
  const answers = await Promise.all(
    Array.from({ length: 150 }, (_, index) => client.apply(serviceOf(index), { force: false })),
  )
  expect(answers.every(({ created }) => created)).toBe(true)
  await expect.poll(() => cache.list().length, { timeout: patience }).toBeGreaterThanOrEqual(150)
  expect(proxy.handshakes).toBeLessThanOrEqual(2)
  expect(proxy.mostOpen).toBeLessThanOrEqual(17)
})

test('rights that are missing are named by verb and resource', async () => {
  const viewer = createClusterClient(
    'prod',
    createTransport({ ...bench.credentials, token: server.viewerToken }, { allowLoopback: true }),
  )
  const rights = ['get', 'create', 'patch'].map((verb) => ({
    verb,
    apiVersion: 'apps/v1',
    kind: 'Deployment',
  }))
  const unheard = { verb: 'get', apiVersion: 'example.com/v1', kind: 'Unheard' }
  expect(await viewer.missingRights([...rights, unheard], ['default'])).toEqual([
    { verb: 'create', resource: 'deployments.apps', namespace: 'default' },
    { verb: 'patch', resource: 'deployments.apps', namespace: 'default' },
  ])
  expect(await bench.client.missingRights(rights, [])).toEqual([])
  await viewer.close()
})

test('more watches than one connection may carry are spread over a few', async () => {
  const times = { connectMs: patience, pingEveryMs: patience, pingAnswerMs: patience }
  const many = await openFaultBench(server, { attemptMs: patience }, times)
  const stop = new AbortController()
  setMaxListeners(0, stop.signal)
  const asked = {
    subject: { cluster: 'prod', verb: 'watch' },
    method: 'GET',
    path: '/api/v1/namespaces/default/services?watch=1',
    repeatable: true,
    signal: stop.signal,
  } as const
  const opened = await Promise.all(Array.from({ length: 200 }, () => many.transport.open(asked)))
  expect(opened.every(({ status }) => status === 200)).toBe(true)
  expect(many.proxy.handshakes).toBe(3)
  stop.abort()
  await expect.poll(() => many.proxy.open, { timeout: patience }).toBe(0)
  await many.close()
})
