import { availableParallelism, loadavg } from 'node:os'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { findOperationDetail } from '@/lib/db/operations'
import { findRevision } from '@/lib/db/revisions'
import { at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { pick, randomFrom } from '@/lib/domain/testdata/random'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { type Acknowledged, checkInvariants } from './check-invariants'
import { type ConsoleCall, callConsole } from './console-call'
import { type ConstantLoad, startConstantLoad } from './constant-load'
import { drawLife, isActive, type LifeStep } from './life-cycle'
import { type LifeLine, lifeLines } from './life-lines'
import { type Permitted, RoutedStates } from './routed-states'
import { countOf, isFull, provider, report, seed } from './test-settings'

const cycles = countOf({ short: 1, full: 100 })
const perSecond = 220
vi.setConfig({ testTimeout: 120_000 + cycles * 120_000, hookTimeout: 120_000 })

/** Where there is no time for all: one whose rules are canaries, one whose rules are in one object. */
const shortened = ['mse', 'gateway-api']
const lines = lifeLines.filter((line) =>
  provider === '' ? isFull || shortened.includes(line.provider) : line.provider === provider,
)

let home: TestConsole
let runner: Runner
let client: ClusterClient
let load: ConstantLoad | null = null

beforeAll(async () => {
  home = await startTestConsole()
  runner = await startRunner()
  client = await clusterClient(home.as('admin'), { name: 'test' })
  // One pod of two may go at any time.
  for (const letter of ['a', 'b', 'c']) await scale(`spring-cloud-${letter}`, 2)
})
afterEach(async () => {
  await load?.stop()
  load = null
})
afterAll(async () => {
  await runner?.stop()
  await home?.stop()
})

describe.each(lines)('under load through the gateway of $provider', (line) => {
  it('no request fails while lanes live their whole lives', async () => {
    if (line.route) await client.apply(line.route, { force: false })
    const images = new Set([await imageOf('spring-cloud-a')])
    const through = line.through && (await imageOf(line.through))
    const group = `life-${line.provider}`
    const life = await openLife(line, group, { images, through })
    load = startConstantLoad({
      url: home.cluster.gateways[line.gateway] ?? '',
      host: 'example.com',
      samples: line.samples,
      perSecond,
    })
    const steps = new Map<string, number>()
    for (let cycle = 0; cycle < cycles; cycle++) {
      const random = randomFrom(seed + cycle * 7_919)
      for (const step of drawLife(random, isFull ? 6 : 3)) {
        await life.take(step)
        steps.set(step.do, (steps.get(step.do) ?? 0) + 1)
        life.judge(load, `seed ${seed} cycle ${cycle} after ${step.do}`)
      }
      expect(await checkInvariants(home.as('viewer'), group, life.acknowledged)).toEqual([])
    }
    const reached = await load.stop()
    life.judge(load, 'the end')
    const done = [...steps].map(([name, count]) => `${count} ${name}`).join(', ')
    report(
      'traffic',
      line.provider,
      `${cycles} lives (${done}): ${reached.count} requests at ${reached.perSecond.toFixed(0)}/s, ${life.complaints.length} wrong`,
    )
    if (line.route) await remove(line.route)
    expect(life.complaints.slice(0, 10)).toEqual([])
    expect(life.judged).toBe(reached.count)
    // A machine that has more to do than it can serves fewer.
    const isOverloaded = (loadavg()[0] ?? 0) > 2 * availableParallelism()
    if (isFull && !isOverloaded) expect(reached.perSecond).toBeGreaterThanOrEqual(200)
    expect(await imageOf('spring-cloud-a')).toBe(life.image)
  })
})

/** A group whose operations are done one after the other, and what its answers may be meanwhile. */
async function openLife(line: LifeLine, group: string, answering: Omit<Permitted, 'documents'>) {
  const acknowledged: Acknowledged & { revisions: Set<number>; operations: Set<string> } = {
    revisions: new Set(),
    operations: new Set(),
  }
  const ctx = home.as('operator')
  const complaints: string[] = []
  let judged = 0
  let image = ''
  let saved = documentOf(line, group, null)
  let revision: number | null = null
  /** The documents that were pushed with success, by revision. */
  const pushed = new Map<number, LaneGroupDocument>()
  const ask = async (call: ConsoleCall) => {
    const answer = await callConsole(ctx, call)
    if (answer.operation) acknowledged.operations.add(answer.operation)
    if (answer.revision) acknowledged.revisions.add(answer.revision)
    return answer
  }
  const save = async (document: LaneGroupDocument) => {
    revision = (await ask({ verb: 'save', group, document, ifRevision: revision })).revision
    saved = document
  }
  await save(saved)
  await ended((await ask({ verb: 'push', group })).operation)
  const states = new RoutedStates({ documents: [saved], ...answering })

  /** One call, to the end of its operation. */
  async function operate(call: ConsoleCall, abortAfterMs?: number): Promise<void> {
    const permitted = states.begin()
    const began = await ask(call)
    const target = await look()
    permitted.documents.push(target)
    permitted.images.add(await baselineImage('last'))
    if (abortAfterMs !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, abortAfterMs))
      const abort = await ask({ verb: 'abort', group, lane: 'gray' })
      await ended(abort.operation)
      // It may have been done before it was to stop; what was done stands then.
    } else await ended(began.operation)
    const standing = await look('pushed')
    pushed.set((await groupRow()).pushedRevision ?? 0, standing)
    image = await baselineImage('pushed')
    states.settle({ ...answering, documents: [standing], images: new Set([image]) })
  }

  /** What the baseline's first application has in a revision. */
  async function baselineImage(which: 'last' | 'pushed'): Promise<string> {
    const { id, revision: last, pushedRevision } = await groupRow()
    const number = which === 'last' ? last : (pushedRevision ?? last)
    const found = await findRevision(home.database.db, id, number)
    const first = found?.baseline.find(({ application }) => application === 'spring-cloud-a')
    return first?.images[0]?.image ?? ''
  }

  const groupRow = () => home.database.db.laneGroup.findUniqueOrThrow({ where: { name: group } })
  async function look(which: 'last' | 'pushed' = 'last'): Promise<LaneGroupDocument> {
    const { id, revision: last, pushedRevision } = await groupRow()
    revision = last
    const number = which === 'last' ? last : (pushedRevision ?? last)
    const { document } = await home.database.db.revision.findFirstOrThrow({ where: { groupId: id, number } })
    const found = LaneGroupDocument.parse(document)
    if (which === 'last') saved = found
    return found
  }

  async function take(step: LifeStep): Promise<void> {
    switch (step.do) {
      case 'create':
      case 'weights':
        await save(documentOf(line, group, step))
        return operate({ verb: 'push', group })
      case 'abort': {
        const [lane] = saved.spec.lanes
        const applications = lane?.versions.map(({ application }) => application) ?? []
        await save(documentOf(line, group, { ...step, tag: '2.0.0', applications }))
        await operate({ verb: 'push', group }, step.afterMs)
        // What was saved and not pushed is taken back, so that the next step begins from what stands.
        const standing = await look('pushed')
        await look()
        return save(standing)
      }
      case 'roll back': {
        const active = [...pushed].filter(([, document]) => isActive(document)).map(([number]) => number)
        const number = pick(randomFrom(active.length + seed), active)
        return operate({ verb: 'rollback', group, revision: number })
      }
      case 'promote':
        return operate({ verb: 'promote', group, lane: 'gray', strategy: 'image', after: step.after })
      case 'kill':
        return killPod(step.whose === 'lane' ? 'spring-cloud-a-gray' : 'spring-cloud-a')
      default:
        return operate({ verb: step.do, group, lane: 'gray' })
    }
  }

  return {
    acknowledged,
    complaints,
    take,
    get image() {
      return image
    },
    get judged() {
      return judged
    },
    judge(from: ConstantLoad, when: string) {
      for (const served of from.take()) {
        judged += 1
        const complaint = states.complaint(served)
        if (complaint !== null) complaints.push(`${when}: ${complaint}`)
      }
    },
  }
}

function documentOf(
  line: LifeLine,
  group: string,
  lane: { share: number; tag: string; applications: readonly string[] } | null,
): LaneGroupDocument {
  const versions = lane?.applications.map((application) => ({
    application,
    image: `registry.example.com/${application}:${lane.tag}`,
    replicas: 2,
    patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } },
  }))
  return LaneGroupDocument.parse(
    demoDocument(group, {
      entries: [line.entry],
      lanes: versions ? [{ tag: 'gray', versions }] : [],
      rules: lane ? line.rulesOf(lane.share) : [],
    }),
  )
}

async function ended(id: string | null): Promise<void> {
  await vi.waitFor(
    async () => {
      const found = await findOperationDetail(home.database.db, id ?? '')
      expect(found?.state, JSON.stringify(found?.error)).toBe('succeeded')
    },
    { timeout: 60_000, interval: 50 },
  )
}

const deploymentOf = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'default',
  name,
})

async function scale(name: string, replicas: number): Promise<void> {
  await client.jsonPatch(deploymentOf(name), [{ op: 'add', path: '/spec/replicas', value: replicas }])
  await untilReady(name, replicas)
}

const untilReady = (name: string, replicas: number) =>
  vi.waitFor(
    async () => {
      const { status } = await client.get(deploymentOf(name))
      expect(at(status, 'readyReplicas')).toBe(replicas)
      expect(at(status, 'replicas')).toBe(replicas)
    },
    { timeout: 60_000, interval: 50 },
  )

/** `kubectl delete pod` of one pod of two; another takes its place. */
async function killPod(deployment: string): Promise<void> {
  const ofPods = { apiVersion: 'v1', kind: 'Pod', namespace: 'default' }
  const pods = await client.list(ofPods)
  const isOne = ({ metadata }: KubeObject) =>
    metadata.deletionTimestamp === undefined && metadata.name.replace(/-[^-]+-[^-]+$/, '') === deployment
  const pod = pods.find(isOne)
  expect(pod, `a pod of ${deployment}`).toBeDefined()
  await client.remove(
    { ...ofPods, name: pod?.metadata.name ?? '' },
    { uid: pod?.metadata.uid ?? '', propagationPolicy: 'Background' },
  )
  await untilReady(deployment, 2)
}

async function remove({ apiVersion, kind, metadata }: KubeObject): Promise<void> {
  const ref = { apiVersion, kind, name: metadata.name, namespace: 'default' }
  const { uid = '' } = (await client.get(ref)).metadata
  await client.remove(ref, { uid, propagationPolicy: 'Background' })
}

async function imageOf(deployment: string): Promise<string> {
  const { spec } = await client.get(deploymentOf(deployment))
  const containers = at(spec, 'template', 'spec', 'containers')
  return String(Array.isArray(containers) ? at(containers[0], 'image') : undefined)
}
