import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import { AppError } from '@/lib/errors'
import { connect, disconnect } from '@/lib/k8s/connect'
import { clusterStatus, isPassing } from '@/lib/k8s/errors'
import { type Fault, type FaultProxy, type Seen, startFaultProxy } from '@/lib/k8s/fault-proxy'
import { parseKubeconfig } from '@/lib/k8s/parse-kubeconfig'
import type { JsonPatchOp } from '@/lib/plan/types'
import { loadCertificates } from '@/lib/sandbox/api/certificates'
import type { Words } from '@/lib/words/sentence'
import { translate } from '@/lib/words/translate'
import { ChangedMeanwhile } from './changed-meanwhile'
import { changedOrRefused } from './changed-or-refused'
import { handOver } from './hand-over'
import { type Runner, startRunner } from './runner'
import { ask, type Bench, chain, detailOf, openBench, snapshot, start, untilState } from './test-bench'
import { registerTestCluster, saveTestGroup, saveTestRevision } from './test-group'
import { grayLane, grayRule, storyDocument } from './test-story'
import { closeOperationFeed } from './watch-operation'

vi.setConfig({ testTimeout: 60_000 })

let bench: Bench
let runner: Runner
let proxy: FaultProxy
let folder: string
let kubeconfig: string
let clusterId: string
let groupId: string
let before: Record<string, unknown>

beforeAll(async () => {
  bench = await openBench()
  folder = await mkdtemp(path.join(tmpdir(), 'lk-faults-'))
  const tls = await loadCertificates(folder)
  const direct = parseKubeconfig(bench.cluster.kubeconfig, { allowLoopback: true })
  if (!direct.ok) throw new Error(direct.problem.reason)
  proxy = await startFaultProxy({
    tls: { key: tls.key, cert: tls.certificate },
    upstream: { url: bench.cluster.apiUrl, ca: direct.credentials.ca },
  })
  kubeconfig = throughProxy(tls.authority)
  clusterId = await registerTestCluster(bench.db, kubeconfig, 'prod')
  before = await snapshot(bench)
  runner = await startRunner()
}, 90_000)
afterAll(async () => {
  await runner.stop()
  await closeOperationFeed()
  await proxy.close()
  await bench.close()
  await rm(folder, { recursive: true })
})

function throughProxy(authority: string): string {
  const config = parse(bench.cluster.kubeconfig)
  config.clusters[0].cluster = {
    server: proxy.url,
    'certificate-authority-data': Buffer.from(authority).toString('base64'),
  }
  return stringify(config)
}

beforeEach(async () => {
  await bench.db.operation.deleteMany()
  await bench.db.laneGroup.deleteMany()
  const lane = grayLane()
  const versions = ['a', 'b', 'c'].map((letter) => ({
    ...lane.versions?.[0],
    application: `spring-cloud-${letter}`,
    image: `registry.example.com/spring-cloud-${letter}:1.1.0`,
  }))
  const second = {
    ...grayRule,
    name: 'more',
    match: [[{ source: 'header', name: 'x-more', operator: 'exact', value: 'yes' }]],
  }
  const document = storyDocument({
    lanes: [{ ...lane, versions }],
    rules: [grayRule, second as typeof grayRule],
  })
  groupId = (await saveTestGroup(bench.db, clusterId, document)).id
  proxy.seen = []
  proxy.fault = () => undefined
})

const isWrite = ({ method, path }: Seen) =>
  method !== 'GET' && !path.includes('dryRun=') && !path.includes('authorization.k8s.io')
const writes = () => proxy.seen.filter(isWrite)
const push = () => start(bench, { kind: 'push', groupId, revision: 1 })
const english = (words: Words | null | undefined) => translate(words ?? '', 'en')
const refusal = (code: number, reason: string, message: string, headers = {}): Fault => ({
  do: 'answer',
  status: code,
  body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code },
  headers,
})
const restore = async () => {
  proxy.fault = () => undefined
  const revision = 1 + (await bench.db.revision.count({ where: { groupId } }))
  await saveTestRevision(bench.db, groupId, revision, storyDocument())
  await untilState(
    bench,
    await start(bench, { kind: 'remove', groupId, revision, lane: 'gray' }),
    'succeeded',
  )
  expect(await snapshot(bench)).toEqual(before)
}
const results = async (id: string) =>
  (await detailOf(bench, id)).steps.flatMap(({ objects }) =>
    objects.map(({ ref, result, message }) => ({
      text: `${ref.kind} ${ref.name} ${result}`,
      message: english(message),
    })),
  )

// The first of all: the watch that it keeps from starting is shared by what follows.
test('50. a Service that is deleted while its addresses are waited for is made again', async () => {
  proxy.fault = ({ path: place }) =>
    place.includes('endpointslices') ? refusal(503, 'ServiceUnavailable', 'shutting down') : undefined
  const id = await push()
  const step = async () => (await detailOf(bench, id)).steps.find(({ name }) => name === 'wait-endpoints')
  await vi.waitFor(async () => expect((await step())?.state).toBe('running'), 30_000)
  const ref = { apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'spring-cloud-a-gray' }
  const { uid = '' } = (await bench.client.get(ref)).metadata
  await bench.client.remove(ref, { uid, propagationPolicy: 'Background' })
  proxy.fault = () => undefined
  await untilState(bench, id, 'succeeded')
  expect((await bench.client.get(ref)).metadata.uid).not.toBe(uid)
  await restore()
})

test('50. a Deployment that is deleted as it is about to be changed is made again, and stays the group’s', async () => {
  await untilState(bench, await push(), 'succeeded')
  const row = await bench.db.revision.findFirstOrThrow({ where: { groupId, number: 1 } })
  const document = JSON.parse(JSON.stringify(row.document).replaceAll(':1.1.0', ':1.2.0'))
  await saveTestRevision(bench.db, groupId, 2, document)
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'spring-cloud-a-gray' }
  const { uid = '' } = (await bench.client.get(ref)).metadata
  let removed: Promise<unknown> | undefined
  proxy.fault = (seen) => {
    if (removed || !isWrite(seen) || !seen.path.includes(`deployments/${ref.name}?`)) return undefined
    removed = bench.client.remove(ref, { uid, propagationPolicy: 'Background' })
    return { do: 'delay', ms: 500 }
  }
  const again = () => start(bench, { kind: 'push', groupId, revision: 2 })
  await untilState(bench, await again(), 'succeeded')
  expect(await removed).toBe('accepted')
  const live = await bench.client.get(ref)
  expect(live.metadata.uid).not.toBe(uid)
  expect(JSON.stringify(live.spec)).toContain('spring-cloud-a:1.2.0')
  await untilState(bench, await again(), 'succeeded')
  await restore()
})

test('13. 429 with Retry-After: the lane says that it is throttled, and waits as long as asked', async () => {
  let throttled: number | undefined
  proxy.fault = (seen) => {
    if (!isWrite(seen) || throttled !== undefined) return undefined
    throttled = performance.now()
    return refusal(429, 'TooManyRequests', 'slow down', { 'retry-after': '3' })
  }
  const id = await push()
  const waiting = await untilState(bench, id, 'waiting', 10_000)
  expect(english(waiting.error?.message)).toContain('asks to be left alone for 3 s')
  await untilState(bench, id, 'succeeded')
  const name = /deployments\/([^?]+)/.exec(writes()[0]?.path ?? '')?.[1] ?? ''
  const same = writes().filter(({ path }) => path.includes(`deployments/${name}?`))
  expect((same[1]?.at ?? 0) - (same[0]?.at ?? 0)).toBeGreaterThanOrEqual(3_000)
  await restore()
})

test('16. reset in the middle of an answer after it was done: read again, nothing is made twice, not failed', async () => {
  let cuts = 0
  proxy.fault = (seen) => {
    if (!isWrite(seen) || !seen.headers['content-type']?.includes('json-patch')) return undefined
    cuts += 1
    return cuts === 1 ? { do: 'cut', reached: true, bytes: 80 } : undefined
  }
  const id = await push()
  const detail = await untilState(bench, id, 'succeeded')
  expect(cuts).toBe(1)
  expect(detail.steps.every(({ state }) => state !== 'failed')).toBe(true)
  expect((await results(id)).some(({ text }) => /failed|waiting|applying/.test(text))).toBe(false)
  expect(chain(await ask(bench, '?group=gray'))).toBe('Agray -> Bgray -> Cgray')
  await restore()
})

test.each<[string, Fault, RegExp, string]>([
  [
    '18. 403 on one kind of all',
    refusal(
      403,
      'Forbidden',
      'ingresses.networking.k8s.io "x" is forbidden: User "ci" cannot patch resource "ingresses" in API group "networking.k8s.io" in the namespace "default"',
    ),
    /\/ingresses\//,
    'cannot patch resource "ingresses"',
  ],
  [
    '19. 404 of the namespace',
    refusal(404, 'NotFound', 'namespaces "default" not found'),
    /\/services\//,
    'namespaces "default" not found',
  ],
  [
    '20. 422 of one object',
    refusal(422, 'Invalid', 'Service "x" is invalid: spec.ports[0].port: Invalid value: 0'),
    /\/services\//,
    'Invalid value: 0',
  ],
  [
    '20. 413 of one object',
    refusal(413, 'RequestEntityTooLarge', 'Request entity too large: limit is 3145728'),
    /\/deployments\//,
    'limit is 3145728',
  ],
])('%s: found before the first write, no half lane', async (_what, fault, where, words) => {
  proxy.fault = ({ method, path }) => (method === 'PATCH' && where.test(path) ? fault : undefined)
  const id = await push()
  const detail = await untilState(bench, id, 'failed', 10_000)
  expect(english(detail.error?.message)).toContain(words)
  expect(writes()).toEqual([])
  expect(await snapshot(bench)).toEqual(before)
  expect(
    (await results(id)).some(({ text, message }) => text.endsWith('failed') && message.includes(words)),
  ).toBe(true)
})

test('20. 422 of a patch is told apart: a field that somebody changed, or a change that the server refuses', async () => {
  const { client } = bench
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'spring-cloud-b' }
  const { uid = '' } = (await client.get(ref)).metadata
  const replicas = '/spec/replicas'
  const ended = async (...patch: JsonPatchOp[]) => {
    const about = { ref, patch, signal: AbortSignal.timeout(5_000) }
    const error = await client.jsonPatch(ref, patch).then(
      () => null,
      (reason: unknown) => reason,
    )
    return { error, told: await changedOrRefused(client, about, error) }
  }
  const same: JsonPatchOp = { op: 'test', path: '/metadata/uid', value: uid }
  const changed = await ended(same, { op: 'test', path: replicas, value: 77 })
  const refused = await ended(same, { op: 'replace', path: replicas, value: -1 })
  expect([changed.error, refused.error].map(clusterStatus)).toEqual([422, 422])
  expect(changed.told).toBeInstanceOf(ChangedMeanwhile)
  expect(refused.told).toBe(refused.error)
})

test('a route that could not be changed once more is known by the change that stands', async () => {
  const entry = { name: 'web', provider: 'gateway-api', application: 'spring-cloud-a', host: 'example.com' }
  const sharing = (weight: number) => {
    const targets = [
      { lane: 'baseline', weight: 100 - weight },
      { lane: 'gray', weight },
    ]
    const story = storyDocument({ lanes: [grayLane()], rules: [{ name: 'everyone', targets }] })
    return { ...story, spec: { ...story.spec, entries: [{ ...entry, paths: [{ path: '/' }] }] } }
  }
  const saved = async (revision: number, weight: number) => {
    await saveTestRevision(bench.db, groupId, revision, sharing(weight))
    return start(bench, { kind: 'push', groupId, revision })
  }
  await untilState(bench, await saved(2, 20), 'succeeded')
  proxy.fault = (seen) =>
    isWrite(seen) && seen.path.includes('/httproutes/')
      ? refusal(403, 'Forbidden', 'admission webhook "policy.example.com" denied the request')
      : undefined
  await untilState(bench, await saved(3, 60), 'failed')
  proxy.fault = () => undefined
  await untilState(bench, await start(bench, { kind: 'abort', groupId, revision: 2 }), 'succeeded')
  expect(await bench.db.objectEdit.count({ where: { applied: false } })).toBe(0)
  await untilState(bench, await saved(4, 40), 'succeeded')
  await restore()
})

test('an object is handed over later when the cluster is overloaded, and a refusal names it', async () => {
  const client = connect({ id: 'heirs', name: 'prod', kubeconfig, allowLoopback: true })
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'spring-cloud-b' }
  const uid = (await bench.client.get(ref)).metadata.uid ?? ''
  const heir = { installation: 'here', group: 'heirs', lane: 'gray', rule: null }
  const why = async (fault: Fault) => {
    proxy.fault = ({ method }) => (method === 'PATCH' ? fault : undefined)
    return handOver(client, { ref, uid, heir }).then(
      () => null,
      (error: unknown) => error,
    )
  }
  const passing = await why(refusal(500, 'InternalError', 'etcdserver: leader changed'))
  const refused = await why(refusal(403, 'Forbidden', 'denied by policy'))
  await disconnect('heirs')
  expect(isPassing(passing)).toBe(true)
  expect(isPassing(refused)).toBe(false)
  if (!(refused instanceof AppError)) throw refused
  expect(english(refused.words)).toMatch(/let Deployment spring-cloud-b be taken over: .*denied/)
})

test('21. a webhook denies object 5 of 7: stops after those of its order, says what became of each; abort takes them back', async () => {
  const objects: string[] = []
  proxy.fault = (seen) => {
    if (!isWrite(seen) || seen.method !== 'PATCH') return undefined
    const [place = ''] = seen.path.split('?')
    if (!objects.includes(place)) objects.push(place)
    return objects.indexOf(place) === 4
      ? refusal(403, 'Forbidden', 'admission webhook "policy.example.com" denied the request: no')
      : undefined
  }
  const id = await push()
  const detail = await untilState(bench, id, 'failed')
  expect(english(detail.error?.message)).toContain('denied the request: no')
  const made = (await results(id)).filter(({ text }) => !text.endsWith('ready'))
  expect(made).toHaveLength(7)
  expect(made.slice(0, 4).map(({ text }) => text)).toEqual([
    'Deployment spring-cloud-a-gray created',
    'Deployment spring-cloud-b-gray created',
    'Deployment spring-cloud-c-gray created',
    'Service spring-cloud-a-gray created',
  ])
  const denied = made.filter(({ text }) => text.endsWith('failed'))
  expect(denied).toHaveLength(1)
  expect(denied[0]?.message).toContain('admission webhook "policy.example.com" denied the request')
  expect((await detailOf(bench, id)).steps.find(({ name }) => name === 'finish')?.state).not.toBe('succeeded')
  proxy.fault = () => undefined
  await untilState(bench, await start(bench, { kind: 'abort', groupId, revision: 0 }), 'succeeded')
  expect(await snapshot(bench)).toEqual(before)
})
