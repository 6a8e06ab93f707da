import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import { findOperationDetail } from '@/lib/db/operations'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { pick, randomFrom } from '@/lib/domain/testdata/random'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus } from '@/lib/k8s/errors'
import { type FaultProxy, type Seen, startFaultProxy } from '@/lib/k8s/fault-proxy'
import { parseKubeconfig } from '@/lib/k8s/parse-kubeconfig'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { loadCertificates } from '@/lib/sandbox/api/certificates'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { registerCluster } from '@/lib/services/clusters/register-cluster'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { translate } from '@/lib/words/translate'
import { type Acknowledged, checkInvariants } from './check-invariants'
import { type ConsoleCall, callConsole } from './console-call'
import { drawPassing, drawRefusal } from './draw-fault'
import { countOf, isFull, report, seed } from './test-settings'

const rounds = countOf({ short: 1, full: 20 })
/** How long an API server fails after an operation has begun. */
const failsForMs = isFull ? 4_000 : 1_500
vi.setConfig({ testTimeout: 120_000 + rounds * 240_000, hookTimeout: 120_000 })

const group = 'faults'
const lane = 'gray'
const laneWorkload = { namespace: 'default', name: `spring-cloud-a-${lane}` }
let home: TestConsole
let runner: Runner
let proxy: FaultProxy
let folder: string
/** Past the proxy. */
let direct: ClusterClient
let revision: number | null = null
const acknowledged: Acknowledged & { revisions: Set<number>; operations: Set<string> } = {
  revisions: new Set(),
  operations: new Set(),
}

beforeAll(async () => {
  home = await startTestConsole()
  folder = await mkdtemp(path.join(tmpdir(), 'lk-proof-faults-'))
  const tls = await loadCertificates(folder)
  const known = parseKubeconfig(home.cluster.kubeconfig, { allowLoopback: true })
  if (!known.ok) throw new Error(known.problem.reason)
  proxy = await startFaultProxy({
    tls: { key: tls.key, cert: tls.certificate },
    upstream: { url: home.cluster.apiUrl, ca: known.credentials.ca },
  })
  const config = parse(home.cluster.kubeconfig)
  config.clusters[0].cluster = {
    server: proxy.url,
    'certificate-authority-data': Buffer.from(tls.authority).toString('base64'),
  }
  await registerCluster(home.as('admin'), { name: 'far', kubeconfig: stringify(config), allowLoopback: true })
  direct = await clusterClient(home.as('admin'), { name: 'test' })
  runner = await startRunner()
}, 120_000)
afterAll(async () => {
  await runner?.stop()
  await proxy?.close()
  await home?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** A life that comes by every kind of operation, each from what the one before leaves. */
const life: { name: string; calls: () => Promise<ConsoleCall[]> }[] = [
  { name: 'push', calls: () => saved({ image: '1.1.0', share: 20 }) },
  { name: 'push of another image', calls: () => saved({ image: '1.2.0', share: 60 }) },
  { name: 'park', calls: async () => [{ verb: 'park', group, lane }] },
  { name: 'resume', calls: async () => [{ verb: 'resume', group, lane }] },
  { name: 'clean', calls: async () => [{ verb: 'clean', group, lane }] },
  { name: 'resume from nothing', calls: async () => [{ verb: 'resume', group, lane }] },
  { name: 'roll back', calls: async () => [{ verb: 'rollback', group, revision: 1 }] },
  {
    name: 'abort',
    calls: async () => [...(await saved({ image: '1.3.0', share: 30 })), { verb: 'abort', group, lane }],
  },
  {
    name: 'promote by image',
    calls: async () => {
      await through(await saved({ image: '1.4.0', share: 30 }))
      return [{ verb: 'promote', group, lane, strategy: 'image', after: 'park' }]
    },
  },
  {
    name: 'heal',
    calls: async () => {
      await through(await saved({ image: '1.5.0', share: 30 }))
      await edit(await direct.get({ apiVersion: 'apps/v1', kind: 'Deployment', ...laneWorkload }))
      return [{ verb: 'heal', group }]
    },
  },
  { name: 'remove', calls: async () => [{ verb: 'remove', group, lane }] },
  {
    name: 'promote by switch',
    calls: async () => {
      await through(await saved({ image: '1.6.0', share: 30, convention: 'plain' }))
      return [{ verb: 'promote', group, lane, strategy: 'switch', after: 'remove' }]
    },
  },
  {
    name: 'roll back of a switch',
    calls: async () => [{ verb: 'rollback', group, revision: await beforeSwitch() }],
  },
  { name: 'remove of what was rolled back to', calls: async () => [{ verb: 'remove', group, lane }] },
]

/** Where there is no time for all. */
const shortened = new Set(['push', 'park', 'resume', 'promote by image', 'remove'])

it('every kind of operation gets through an API server that fails, to its end', async () => {
  const faults = new Map<string, number>()
  const ends = new Map<string, number>()
  await eachOperation(async ({ calls, random }) => {
    proxy.fault = () => {
      if (random() > 0.3) return undefined
      const fault = drawPassing(random)
      faults.set(fault.do, (faults.get(fault.do) ?? 0) + 1)
      return fault
    }
    // An API server that never gets well is another story.
    const end = setTimeout(() => {
      proxy.fault = () => undefined
    }, failsForMs)
    const state = await through(calls, ['succeeded'])
    clearTimeout(end)
    ends.set(state, (ends.get(state) ?? 0) + 1)
  })
  report('faults', 'passing faults', `${textOf(ends)}; faults: ${textOf(faults)}`)
  expect([...faults.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(rounds * 5)
})

it('a write that is refused ends an operation with the words of the refusal, and an abort restores', async () => {
  let refused = 0
  const ends = new Map<string, number>()
  await eachOperation(async ({ calls, random, name, pushed }) => {
    const { fault, says } = drawRefusal(random)
    const skip = Math.floor(random() * 4)
    let writes = 0
    proxy.fault = (seen) => (isWrite(seen) && writes++ >= skip ? fault : undefined)
    const state = await through(calls, ['succeeded', 'failed'], says)
    proxy.fault = () => undefined
    ends.set(state, (ends.get(state) ?? 0) + 1)
    if (state === 'succeeded') return
    refused += 1
    await through([{ verb: 'abort', group, lane }])
    const row = await groupRow()
    expect(row?.pushedRevision ?? null, name).toBe(pushed)
    // What an abort leaves is checked as a success is; then the same once more, with nobody in the way.
    expect(await checkInvariants(home.as('viewer'), group, acknowledged), name).toEqual([])
    await through([{ verb: 'push', group }])
  })
  report('faults', 'refused writes', `${textOf(ends)}, then ${refused} aborts`)
})

it('whatever kubectl deletes or edits meanwhile, a push brings all back', async () => {
  const deeds = new Map<string, number>()
  await eachOperation(async ({ calls, random }) => {
    const meddling = meddle(random, deeds)
    await through(calls, ['succeeded', 'failed'])
    await meddling
    await through([{ verb: 'push', group }])
  })
  report('faults', 'kubectl meanwhile', textOf(deeds))
})

type Turn = { name: string; calls: ConsoleCall[]; random: () => number; pushed: number | null }

/** Lives the life once a round; after each operation all must hold. */
async function eachOperation(turn: (one: Turn) => Promise<void>): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const [index, { name, calls }] of life.entries()) {
      if (!isFull && !shortened.has(name)) continue
      const random = randomFrom(seed * 1_009 + round * 31 + index)
      const prepared = await calls()
      await turn({ name, calls: prepared, random, pushed: (await groupRow())?.pushedRevision ?? null })
      proxy.fault = () => undefined
      const what = `seed ${seed} round ${round} ${name}`
      expect(await checkInvariants(home.as('viewer'), group, acknowledged), what).toEqual([])
    }
  }
}

/** Calls one after the other; waits for the operation of the last, which must end as one of these. */
async function through(
  calls: readonly ConsoleCall[],
  ends: readonly string[] = ['succeeded'],
  says = '',
): Promise<string> {
  let id = ''
  for (const call of calls) {
    const answer = await callConsole(home.as('operator'), call)
    if (answer.operation) acknowledged.operations.add(answer.operation)
    if (answer.revision) acknowledged.revisions.add(answer.revision)
    id = answer.operation ?? id
  }
  return vi.waitFor(
    async () => {
      const found = await findOperationDetail(home.database.db, id)
      const at = found?.steps.find(({ state }) => state === 'running' || state === 'waiting')?.name
      const reason = `at ${at} ${found?.error?.code}: ${translate(found?.error?.message ?? '', 'en')}`
      expect(ends, `${found?.kind} ${reason}`).toContain(found?.state)
      if (found?.state !== 'failed') return found?.state ?? ''
      expect(found.error?.code, reason).not.toBe('Internal')
      expect(reason).toContain(says)
      return 'failed'
    },
    { timeout: 90_000, interval: 50 },
  )
}

const isWrite = ({ method, path: place }: Seen) =>
  method !== 'GET' && !place.includes('dryRun=') && !place.includes('authorization.k8s.io')

const groupRow = () => home.database.db.laneGroup.findUnique({ where: { name: group } })

/** A pod that is tagged can be no baseline, so that what is switched to is of a lane without tags. */
type Drawn = { image: string; share: number; convention?: 'plain' }

/** The document with its lane, saved, and the call that pushes it. */
async function saved({ image, share, convention }: Drawn): Promise<ConsoleCall[]> {
  const version = (letter: string) => ({
    application: `spring-cloud-${letter}`,
    image: `registry.example.com/spring-cloud-${letter}:${image}`,
    replicas: 1,
    patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } },
  })
  const targets = [
    { lane: 'baseline', weight: 100 - share },
    { lane, weight: share },
  ]
  const document = demoDocument(group, {
    cluster: 'far',
    ...(convention && { convention }),
    lanes: [{ tag: lane, versions: convention ? [version('a')] : [version('a'), version('c')] }],
    rules: [{ name: 'everyone', targets }],
  })
  revision = (await groupRow())?.revision ?? null
  const answer = await callConsole(home.as('operator'), {
    verb: 'save',
    group,
    document,
    ifRevision: revision,
  })
  if (answer.revision) acknowledged.revisions.add(answer.revision)
  return [{ verb: 'push', group }]
}

/** The newest revision whose lane was pushed and whose baselines are the first ones. */
async function beforeSwitch(): Promise<number> {
  const { id = '', pushedRevision } = (await groupRow()) ?? {}
  const rows = await home.database.db.revision.findMany({
    where: { groupId: id, number: { lt: pushedRevision ?? 0 } },
    orderBy: { number: 'desc' },
  })
  const found = rows.find(({ document }) => LaneGroupDocument.parse(document).spec.lanes.length > 0)
  return found?.number ?? 0
}

const kindsOfOurs = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
]

/** Deletes or edits a few of the group's objects in the next moments. */
async function meddle(random: () => number, deeds: Map<string, number>): Promise<void> {
  for (let count = 0; count < 3; count++) {
    await new Promise((resolve) => setTimeout(resolve, random() * 700))
    const labelSelector = `${labelKeys.group}=${group}`
    const lists = kindsOfOurs.map((kind) => direct.list({ ...kind, namespace: 'default', labelSelector }))
    const objects = (await Promise.all(lists)).flat()
    if (objects.length === 0) continue
    const object = pick(random, objects)
    const deed = pick(random, ['delete', 'edit'] as const)
    await (deed === 'delete' ? remove(object) : edit(object)).catch((error: unknown) => {
      // The operation was faster.
      if (![404, 409, 422].includes(clusterStatus(error) ?? 0)) throw error
    })
    const what = `${deed} of ${object.kind} (fault ${deed === 'delete' ? 50 : 51})`
    deeds.set(what, (deeds.get(what) ?? 0) + 1)
  }
}

const remove = (object: KubeObject): Promise<unknown> =>
  direct.remove(refOf(object), { uid: object.metadata.uid ?? '', propagationPolicy: 'Background' })

/** As `kubectl edit` of a field that we own. */
function edit(object: KubeObject): Promise<unknown> {
  const path =
    object.kind === 'Deployment'
      ? { path: '/spec/template/spec/containers/0/image', value: 'registry.example.com/spring-cloud-a:0.9.9' }
      : { path: `/metadata/labels/${labelKeys.lane.replace('/', '~1')}`, value: 'edited' }
  return direct.jsonPatch(refOf(object), [{ op: 'replace', ...path }])
}

const textOf = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([what, count]) => `${count} ${what}`).join(', ')
