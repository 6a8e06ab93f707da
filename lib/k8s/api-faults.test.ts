import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import { type BareServer, startBareServer } from '@/lib/sandbox/api/bare-server'
import { kinds } from '@/lib/sandbox/store/kinds'
import { createClusterClient } from './cluster-client'
import { fileCredentials } from './credential-source'
import { askedToWaitMs, hasUnknownOutcome } from './errors'
import { type FaultBench, openFaultBench } from './fault-bench'
import type { Fault, Seen } from './fault-proxy'
import { createReflector } from './reflector'
import { createTransport } from './transport'

const closers: (() => unknown)[] = []
let server: BareServer
let bench: FaultBench

beforeEach(async () => {
  server = await startBareServer()
  bench = await openFaultBench(server, { attemptMs: 1_000 })
  closers.push(server.close, bench.close)
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const deployment = (name: string, replicas?: number): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default' },
  spec: {
    ...(replicas !== undefined && { replicas }),
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image: 'example.com/plain:1' }] },
    },
  },
})
const service = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: { ports: [{ port: 80 }] },
})
const status = (code: number, reason: string, message: string) => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  message,
  reason,
  code,
})
const answer = (code: number, reason: string, message = reason, headers = {}): Fault => ({
  do: 'answer',
  status: code,
  body: status(code, reason, message),
  headers,
})
const isWrite = ({ method }: Seen) => method !== 'GET'
const writes = () => bench.proxy.seen.filter(isWrite)
/** One fault for each write, from the first on. */
const onWrites = (...faults: (Fault | undefined)[]) => {
  bench.proxy.fault = (seen) => (isWrite(seen) ? faults[writes().length - 1] : undefined)
}
const apply = (object: KubeObject, force = false) => bench.client.apply(object, { force })

async function failure(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, got ${String(error)}`)
  return error
}

test('11. conflict of an apply: names manager and field, and never forces by itself', async () => {
  await apply(deployment('a', 1))
  await bench.transport.send({
    subject: { cluster: 'prod', verb: 'patch' },
    method: 'PATCH',
    path: '/apis/apps/v1/namespaces/default/deployments/a?fieldManager=kubectl-scale',
    contentType: 'application/merge-patch+json',
    body: { spec: { replicas: 3 } },
    repeatable: false,
  })
  const error = await failure(apply(deployment('a', 1)))
  expect(error.code).toBe('Conflict')
  expect(error.details).toMatchObject({ manager: 'kubectl-scale', field: '.spec.replicas' })
  expect(writes().every((seen) => !seen.path.includes('force'))).toBe(true)
  expect(writes()).toHaveLength(3)
})

test('12. 409 in a race of two who create: applied again', async () => {
  onWrites(answer(409, 'AlreadyExists', 'services "a" already exists'))
  expect((await apply(service('a'))).created).toBe(true)
  const both = await Promise.all([apply(service('b')), apply(service('b'))])
  expect(both.map(({ created }) => created).sort()).toEqual([false, true])
})

test('13. 429 with Retry-After 7: told at once with the time, and what is short is waited for', async () => {
  onWrites(answer(429, 'TooManyRequests', 'slow', { 'retry-after': '7' }))
  const error = await failure(apply(service('a')))
  expect(askedToWaitMs(error)).toBe(7_000)
  expect(error.message).toBe(
    'Cluster prod could not apply Service default/a: it has too much to do and asks to be left alone for 7 s',
  )
  expect(writes()).toHaveLength(1)
  bench.proxy.seen = []
  onWrites(answer(429, 'TooManyRequests', 'slow', { 'retry-after': '1' }))
  await apply(service('a'))
  const [first, second] = writes()
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990)
})

test('14. bursts of 500 and 503 on a third of the requests: all arrive', async () => {
  let count = 0
  bench.proxy.fault = () => {
    count += 1
    // Two in a row of each six.
    return count % 6 < 2 ? answer(count % 2 === 0 ? 500 : 503, 'InternalError') : undefined
  }
  const names = Array.from({ length: 40 }, (_, index) => `s-${index}`)
  await Promise.all(names.map((name) => apply(service(name))))
  const stored = server.store
    .list(kinds.services, { namespace: 'default' })
    .map(({ metadata }) => metadata.name)
  expect(stored).toEqual(expect.arrayContaining(names))
})

test('15. accepts and never answers: given up in time, tried again, nothing is left open', async () => {
  onWrites({ do: 'hang' }, undefined)
  const begun = performance.now()
  expect((await apply(service('a'))).created).toBe(true)
  expect(performance.now() - begun).toBeGreaterThanOrEqual(990)
  await expect.poll(() => bench.proxy.open, { timeout: 5_000 }).toBe(0)
})

test('15. refuses connections: goes on when it listens again', async () => {
  await apply(service('a'))
  await bench.proxy.relay.refuse()
  const late = apply(service('b'))
  await bench.proxy.relay.accept()
  expect((await late).created).toBe(true)
})

test('15. half-open: the connection is found dead and the request goes over another', async () => {
  await apply(service('a'))
  bench.proxy.relay.freeze()
  expect((await apply(service('b'))).created).toBe(true)
})

test.each([
  ['before it arrived', { do: 'cut', reached: false }],
  ['after it was done', { do: 'cut', reached: true }],
  ['in the middle of the answer', { do: 'cut', reached: true, bytes: 60 }],
  ['by an answer that ends early', { do: 'truncate', bytes: 60 }],
] as const)('16. reset %s: a JSON patch is unknown and not sent twice, an apply is', async (_when, fault) => {
  const { object } = await apply(service('a'))
  bench.proxy.seen = []
  onWrites(fault)
  const patch = bench.client.jsonPatch(refOf(object), [
    { op: 'add', path: '/metadata/labels', value: { patched: 'yes' } },
  ])
  expect(hasUnknownOutcome(await failure(patch))).toBe(true)
  expect(writes()).toHaveLength(1)
  const reread = await bench.client.get(refOf(object))
  const arrived = fault.do !== 'cut' || fault.reached
  expect(reread.metadata.labels?.patched).toBe(arrived ? 'yes' : undefined)
  bench.proxy.seen = []
  onWrites(fault)
  expect((await apply(service('b'))).object.metadata.name).toBe('b')
  expect(writes()).toHaveLength(2)
})

test('16. a body that drips is read to its end', async () => {
  onWrites({ do: 'drip', bytes: 50, everyMs: 1 })
  expect((await apply(service('a'))).created).toBe(true)
  expect(writes()).toHaveLength(1)
})

test('17. 401 after the token was rotated: read anew once, then a clear message', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'lk-token-'))
  closers.push(() => rm(folder, { recursive: true }))
  const token = path.join(folder, 'token')
  await writeFile(token, 'old\n')
  const source = fileCredentials({ ...bench.credentials, token: undefined }, { token })
  const client = createClusterClient('prod', createTransport(source, { allowLoopback: true }))
  closers.push(() => client.close())
  const ref = { apiVersion: 'v1', kind: 'Namespace', name: 'default' }
  const refused = await failure(client.get(ref))
  expect(refused.message).toContain('the credentials are refused')
  expect(bench.proxy.seen).toHaveLength(1)
  await writeFile(token, `${server.token}\n`)
  expect((await client.get(ref)).metadata.name).toBe('default')
  expect(bench.proxy.seen.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer old',
    'Bearer old',
    `Bearer ${server.token}`,
  ])
})

test('22. a webhook that takes long for each object: asked for one after the other, no timeouts', async () => {
  const slow = await openFaultBench(server, { attemptMs: 2_000, slowMs: 150, attempts: 1 })
  closers.push(slow.close)
  const underWay: number[] = []
  slow.proxy.fault = (seen) => {
    if (!seen.path.includes('/configmaps')) return undefined
    underWay.push(slow.proxy.open)
    return { do: 'delay', ms: 200 }
  }
  const maps = Array.from({ length: 10 }, (_, index) =>
    slow.client.apply(
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `m-${index}`, namespace: 'default' } },
      { force: false },
    ),
  )
  await Promise.all(maps)
  expect(underWay.slice(-4)).toEqual([1, 1, 1, 1])
  const quick = await Promise.all(
    Array.from({ length: 20 }, (_, index) => slow.client.apply(service(`q-${index}`), { force: false })),
  )
  expect(quick).toHaveLength(20)
  expect(slow.proxy.mostOpen).toBeGreaterThanOrEqual(4)
})

test('23. quota exceeded: the numbers are in the message', async () => {
  const said =
    'deployments.apps "a" is forbidden: exceeded quota: few, requested: pods=3, used: pods=8, limited: pods=10'
  onWrites(answer(403, 'Forbidden', said))
  expect((await failure(apply(deployment('a', 3)))).message).toContain(
    'requested: pods=3, used: pods=8, limited: pods=10',
  )
  expect(writes()).toHaveLength(1)
})

test('24. the custom resources are not installed: said by kind, and found once they are', async () => {
  let isInstalled = false
  bench.proxy.fault = ({ path }) =>
    path.startsWith('/apis/gateway.networking.k8s.io') && !isInstalled
      ? { do: 'answer', status: 404, body: '404 page not found', headers: { 'content-type': 'text/plain' } }
      : undefined
  const of = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', namespace: 'default' }
  const error = await failure(bench.client.list(of))
  expect(error.code).toBe('Unsupported')
  expect(error.message).toBe('Cluster prod has no HTTPRoute of gateway.networking.k8s.io/v1')
  isInstalled = true
  expect(await bench.client.list(of)).toEqual([])
})

test('25. a certificate that expired, of a clock 10 minutes ahead, or that somebody else signed: the exact reason, and no second try', async () => {
  const { certificate, key } = await server.expired()
  bench.proxy.present({ cert: certificate, key })
  expect((await failure(bench.client.version())).message).toContain('its certificate has expired')
  const early = await server.early()
  bench.proxy.present({ cert: early.certificate, key: early.key })
  expect((await failure(bench.client.version())).message).toContain('its certificate is not yet valid')
  const strange = await server.strange()
  bench.proxy.present({ cert: strange.certificate, key: strange.key })
  const error = await failure(bench.client.version())
  expect(error.message).toContain('its certificate is signed by nobody in certificate-authority-data')
  expect(bench.proxy.seen).toHaveLength(0)
  bench.proxy.present({ cert: server.certificates.certificate, key: server.certificates.key })
  expect((await bench.client.version()).gitVersion).toMatch(/^v1\./)
})

test('26. two clusters, one does not answer: the other is as quick as before', async () => {
  const other = await openFaultBench(server, { attemptMs: 500, attempts: 2 })
  closers.push(other.close)
  other.proxy.fault = () => ({ do: 'hang' })
  const lost = Array.from({ length: 40 }, () => failure(other.client.version()))
  const times: number[] = []
  for (let turn = 0; turn < 40; turn += 1) {
    const begun = performance.now()
    await bench.client.version()
    times.push(performance.now() - begun)
  }
  expect(times.sort((a, b) => a - b)[20]).toBeLessThan(50)
  expect((await Promise.all(lost)).every(({ code }) => code === 'ClusterUnreachable')).toBe(true)
})

test('27. restored from an old backup, versions go back: listed again, nothing is written', async () => {
  for (let index = 0; index < 30; index += 1) server.store.create(kinds.configMaps, map(`new-${index}`), by)
  const reflector = createReflector(
    {
      cluster: 'prod',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'default',
      path: async () => '/api/v1/namespaces/default/configmaps',
      transport: bench.transport,
    },
    { idleMs: 200, backoffCapMs: 50 },
  )
  closers.push(() => reflector.close())
  await reflector.ready
  const restored = await startBareServer()
  closers.push(restored.close)
  restored.store.create(kinds.configMaps, map('old'), by)
  const { authority } = restored.certificates
  bench.proxy.upstream = { url: restored.url, ca: authority, token: restored.token }
  bench.proxy.relay.cut()
  await expect
    .poll(() => reflector.list().map(({ metadata }) => metadata.name), { timeout: 10_000 })
    .toContain('old')
  expect(reflector.list().some(({ metadata }) => metadata.name.startsWith('new-'))).toBe(false)
  expect(writes()).toEqual([])
})

const by = { manager: 'test' }
const map = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
})
