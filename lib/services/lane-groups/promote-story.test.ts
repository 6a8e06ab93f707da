import { request } from 'undici'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { findOperationDetail, type OperationDetail } from '@/lib/db/operations'
import { listUnsettledFields } from '@/lib/db/promoted-fields'
import { asObjects, at } from '@/lib/domain/json'
import { refOf } from '@/lib/domain/kube-object'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { parseKubeconfig } from '@/lib/k8s/parse-kubeconfig'
import { createTransport } from '@/lib/k8s/transport'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterPicture } from '@/lib/operations/test-picture'
import { grayLane, grayRule } from '@/lib/operations/test-story'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { listRevisions } from '@/lib/services/revisions/list-revisions'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { translate } from '@/lib/words/translate'
import { abortLane } from './abort-lane'
import { deleteLaneGroup } from './delete-lane-group'
import { getLaneGroup } from './get-lane-group'
import { planLaneGroup } from './plan-lane-group'
import { promoteLane } from './promote-lane'
import { pushLaneGroup } from './push-lane-group'
import { removeLane } from './remove-lane'
import { rollBack } from './roll-back'
import { saveLaneGroup } from './save-lane-group'
import { seenPlan } from './seen-plan'
import { cleanLane, parkLane } from './set-lane-state'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const lane = 'gray'
const letters = ['a', 'b', 'c']
type Started = { operation: { id: string } }

let console: TestConsole
let runner: Runner
let client: ClusterClient
let original: Record<string, unknown>
let group: string
let count = 0

const operator = () => console.as('operator')
const picture = () => clusterPicture(client, 'default')
const baselineOf = (letter: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'default',
  name: `spring-cloud-${letter}`,
})
const old = (letter: string) => `registry.cn-shanghai.aliyuncs.com/yizhan/spring-cloud-${letter}:1.0.0`
const image = (letter: string, tag = '1.1.0') => `registry.example.com/spring-cloud-${letter}:${tag}`

beforeAll(async () => {
  console = await startTestConsole()
  runner = await startRunner()
  client = await clusterClient(console.as('admin'), { name: 'test' })
  // A rollout that does not come up is given up after seconds, and no pod takes long to end.
  for (const letter of letters)
    await client.jsonPatch(baselineOf(letter), [
      { op: 'add', path: '/spec/progressDeadlineSeconds', value: 4 },
      { op: 'add', path: '/spec/template/spec/terminationGracePeriodSeconds', value: 1 },
    ])
  await settled()
  original = await picture()
})
afterAll(async () => {
  await runner?.stop()
  await console?.stop()
})
beforeEach(() => {
  count += 1
  group = `story-${count}`
})

async function images(): Promise<Record<string, unknown>> {
  const found = await Promise.all(letters.map((letter) => client.get(baselineOf(letter))))
  return Object.fromEntries(
    found.map((one, index) => [
      letters[index],
      asObjects(at(one, 'spec', 'template', 'spec', 'containers'))[0]?.image,
    ]),
  )
}

/** Sets an image as somebody else would. */
async function deployAs(manager: string, letter: string, wanted: string): Promise<void> {
  const parsed = parseKubeconfig(console.cluster.kubeconfig, { allowLoopback: true })
  if (!parsed.ok) throw new Error(parsed.problem.reason)
  const transport = createTransport(parsed.credentials, { allowLoopback: true })
  const path = `/apis/apps/v1/namespaces/default/deployments/spring-cloud-${letter}?fieldManager=${manager}`
  const { status } = await transport.exchange({
    subject: { cluster: 'sandbox', verb: 'patch' },
    method: 'PATCH',
    path,
    contentType: 'application/json-patch+json',
    body: [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: wanted }],
    repeatable: false,
  })
  await transport.close()
  expect(status).toBe(200)
}

/** All baselines have rolled out. */
async function settled(): Promise<void> {
  await vi.waitFor(async () => {
    for (const letter of letters) {
      const { metadata, spec, status } = await client.get(baselineOf(letter))
      expect(at(status, 'observedGeneration')).toBe(metadata.generation)
      expect(at(status, 'replicas')).toBe(at(spec, 'replicas'))
      expect(at(status, 'availableReplicas')).toBe(at(spec, 'replicas'))
      expect(at(status, 'updatedReplicas')).toBe(at(spec, 'replicas'))
    }
  }, 30_000)
}

async function until({ operation }: Started, state: string): Promise<OperationDetail> {
  let last: OperationDetail | null = null
  await vi.waitFor(
    async () => {
      last = await findOperationDetail(console.database.db, operation.id)
      expect(last?.state, JSON.stringify(last?.error)).toBe(state)
    },
    { timeout: 60_000, interval: 50 },
  )
  if (last === null) throw new Error('no operation')
  return last
}

async function save(change: Partial<LaneGroupInput['spec']> = {}, ifRevision: number | null = null) {
  const spec = { lanes: [grayLane()], rules: [grayRule], ...change }
  return saveLaneGroup(operator(), { name: group, document: demoDocument(group, spec), ifRevision })
}

/** The lane runs. */
async function pushed(change: Partial<LaneGroupInput['spec']> = {}): Promise<void> {
  await save(change)
  await until(await pushLaneGroup(operator(), { group }), 'succeeded')
}

const promote = (change: Partial<Parameters<typeof promoteLane>[1]> = {}) =>
  promoteLane(operator(), { group, lane, strategy: 'image', after: 'park', ...change })

/** The cluster as it was before the group. */
async function leave(): Promise<void> {
  await until(await rollBack(operator(), { group, revision: 1 }), 'succeeded')
  await until(await removeLane(operator(), { group, lane }), 'succeeded')
  await settled()
  expect(await picture()).toEqual(original)
  await deleteLaneGroup(operator(), { group })
}

/** Asks all the time, one request after the other in each of four lines, until it is told to stop. */
function underLoad() {
  const answers: { status: number; ready: unknown; body: string }[] = []
  let isOver = false
  const line = async (query: string) => {
    while (!isOver) {
      const { statusCode, headers, body } = await request(`${console.cluster.gateways.mse}/A/a${query}`, {
        headers: { host: 'example.com' },
      })
      answers.push({ status: statusCode, ready: headers['x-ready'], body: await body.text() })
    }
  }
  const lines = ['', '?group=gray', '', '?group=gray'].map(line)
  return async () => {
    isOver = true
    await Promise.all(lines)
    expect(answers.length).toBeGreaterThan(100)
    expect(answers.filter(({ status, ready }) => status !== 200 || ready !== 'true')).toEqual([])
  }
}

describe('promote by image', () => {
  it('gives the baselines the images, parks the lane and keeps its rules; a roll back brings all back; no request fails', async () => {
    await pushed()
    const before = await picture()
    const plan = await planLaneGroup(operator(), {
      group,
      promote: { lane, strategy: 'image', after: 'park' },
    })
    const planned = plan.changes.filter(({ phase }) => phase === 'baseline')
    expect(
      planned.map(({ order, owner, object, diff }) => ({ order, owner, name: object.name, diff })),
    ).toEqual(
      ['a', 'c'].map((letter) => ({
        order: 1,
        owner: 'user',
        name: `spring-cloud-${letter}`,
        diff: [
          {
            path: `spec.template.spec.containers[spring-cloud-${letter}].image`,
            before: old(letter),
            after: image(letter),
          },
        ],
      })),
    )
    const end = underLoad()
    const detail = await until(await promote(), 'succeeded')
    const steps = detail.steps.filter(({ state }) => state === 'succeeded').map(({ name }) => name)
    expect(steps.slice(0, 3)).toEqual(['plan', 'baselines', 'wait-baselines'])
    expect(steps.indexOf('close-routes')).toBeGreaterThan(steps.indexOf('wait-baselines'))
    expect(await images()).toEqual({ a: image('a'), b: old('b'), c: image('c') })
    const { document, status } = await getLaneGroup(operator(), { group })
    expect(document.spec.lanes[0]?.state).toBe('parked')
    expect(document.spec.rules).toEqual([grayRule])
    expect(status.state).toBe('inSync')
    const { items } = await listRevisions(operator(), { group })
    expect(items[0]).toMatchObject({ cause: 'promote', pushed: true })
    expect(items[0]?.baseline[0]?.images[0]?.image).toBe(image('a'))
    expect(items[1]?.baseline[0]?.images[0]?.image).toBe(old('a'))

    const back = await planLaneGroup(operator(), { group, rollback: 1 })
    const changed = back.changes.filter(({ phase, action }) => phase === 'baseline' && action === 'update')
    expect(changed.map(({ object }) => object.name)).toEqual(['spring-cloud-a', 'spring-cloud-c'])
    expect(back.notices.map(({ code }) => code)).not.toContain('Baseline')
    await until(await rollBack(operator(), { group, revision: 1 }), 'succeeded')
    await end()
    expect(await picture()).toEqual(before)
    await leave()
  })

  it('of one application only; what remove, park and clean do leaves the image', async () => {
    await pushed()
    await until(await promote({ applications: ['spring-cloud-c'], after: 'keep' }), 'succeeded')
    const promoted = { a: old('a'), b: old('b'), c: image('c') }
    expect(await images()).toEqual(promoted)
    expect((await getLaneGroup(operator(), { group })).document.spec.lanes[0]?.state).toBe('active')
    await until(await parkLane(operator(), { group, lane }), 'succeeded')
    await until(await cleanLane(operator(), { group, lane }), 'succeeded')
    await until(await removeLane(operator(), { group, lane }), 'succeeded')
    expect(await images()).toEqual(promoted)
    await leave()
  })

  it('undoes everything by itself when one baseline does not come up', async () => {
    const versions = grayLane().versions ?? []
    const broken = versions.map((version) =>
      version.application === 'spring-cloud-a' ? { ...version, image: image('a', 'missing') } : version,
    )
    await pushed()
    await until(await parkLane(operator(), { group, lane }), 'succeeded')
    await save({ lanes: [{ tag: lane, state: 'parked', versions: broken }] }, 2)
    await until(await pushLaneGroup(operator(), { group }), 'succeeded')
    const before = await picture()
    const end = underLoad()
    const started = await promote({ after: 'remove' })
    const waiting = await until(started, 'waiting')
    const said = waiting.steps.find(({ name }) => name === 'wait-baselines')?.objects ?? []
    expect(said.map(({ message }) => translate(message ?? '', 'en')).join()).toMatch(
      /spring-cloud-a-\S+: (ErrImagePull|ImagePullBackOff)/,
    )
    const failed = await until(started, 'failed')
    expect(translate(failed.error?.message ?? '', 'en')).toMatch(/The promote is undone/)
    const abort = { operation: { id: failed.supersededBy ?? '' } }
    expect(await until(abort, 'succeeded')).toMatchObject({ kind: 'abort', createdBy: 'console' })
    await settled()
    await end()
    expect(await picture()).toEqual(before)
    expect(await images()).toEqual({ a: old('a'), b: old('b'), c: old('c') })
    const { document, revision, status } = await getLaneGroup(operator(), { group })
    expect(document.spec.lanes.map(({ tag, state }) => [tag, state])).toEqual([[lane, 'parked']])
    expect([revision, status.pushedRevision, status.state]).toEqual([5, 5, 'inSync'])
    const { items } = await listRevisions(operator(), { group })
    expect(items[0]).toMatchObject({ cause: 'rollback', number: 5 })
    expect(items[0]?.baseline).toEqual(items[2]?.baseline)
    await leave()
  })

  it('ends a failed promote and puts what undoes it in line in one write: neither stands without the other', async () => {
    const { db } = console.database
    await pushed({ lanes: [{ ...grayLane('missing'), state: 'parked' }] })
    const before = await picture()
    await db.$executeRawUnsafe(`create function refuse_abort() returns trigger language plpgsql as
      $$ begin raise exception 'the process is killed'; end $$`)
    await db.$executeRawUnsafe(`create trigger refuse_abort before insert on operations
      for each row when (new.kind = 'abort') execute function refuse_abort()`)
    const started = await promote()
    const { id } = started.operation
    // It comes to its end again and again, and cannot write it.
    await vi.waitFor(
      async () => expect((await findOperationDetail(db, id))?.attempts).toBeGreaterThan(2),
      60_000,
    )
    expect((await findOperationDetail(db, id))?.finishedAt).toBeNull()
    await db.$executeRawUnsafe('drop trigger refuse_abort on operations')
    const failed = await until(started, 'failed')
    await until({ operation: { id: failed.supersededBy ?? '' } }, 'succeeded')
    await settled()
    expect(await picture()).toEqual(before)
    await leave()
  })

  it('an abort in the middle puts the images back and takes the promote out of the document; so does a roll back', async () => {
    await pushed({ lanes: [{ ...grayLane('missing'), state: 'parked' }] })
    const before = await picture()
    const started = await promote({ after: 'clean' })
    await until(started, 'waiting')
    expect((await images()).a).toBe(image('a', 'missing'))
    await until(await abortLane(operator(), { group, lane }), 'succeeded')
    await until(started, 'aborted')
    await settled()
    expect(await picture()).toEqual(before)
    const { document, status } = await getLaneGroup(operator(), { group })
    expect(document.spec.lanes[0]?.state).toBe('parked')
    expect(status.state).toBe('inSync')
    const row = await console.database.db.laneGroup.findUniqueOrThrow({ where: { name: group } })
    expect(await listUnsettledFields(console.database.db, row.id)).toEqual([])

    // A roll back in the middle does the same.
    const again = await promote()
    await until(again, 'waiting')
    await until(await rollBack(operator(), { group, revision: 1 }), 'succeeded')
    await until(again, 'aborted')
    await settled()
    expect(await picture()).toEqual(before)
    await leave()
  })

  it('says before a roll back that somebody else has deployed, and whom it replaces', async () => {
    await pushed()
    await until(await promote(), 'succeeded')
    await deployAs('kubectl-set', 'a', image('a', '1.2.0'))
    await settled()
    const plan = await planLaneGroup(operator(), { group, rollback: 1 })
    const [notice, ...others] = plan.notices.filter(({ code }) => code === 'Baseline')
    expect(others).toEqual([])
    expect(notice?.message).toContain('1.2.0 is in no revision of this group')
    expect(notice?.message).toContain('kubectl-set has deployed it')
    const detail = await until(await rollBack(operator(), { group, revision: 1 }), 'succeeded')
    expect(detail.notices.map((words) => translate(words, 'en')).join()).toContain('1.2.0')
    expect(await images()).toEqual({ a: old('a'), b: old('b'), c: old('c') })
    await leave()
  })

  it('refuses what cannot be promoted', async () => {
    await save()
    await expect(promote()).rejects.toMatchObject({ code: 'Conflict' })
    const asViewer = promoteLane(console.as('viewer'), { group, lane, strategy: 'image', after: 'keep' })
    await expect(asViewer).rejects.toMatchObject({ code: 'Forbidden' })
    await expect(promote({ lane: 'other' })).rejects.toMatchObject({ code: 'NotFound' })
    await expect(promote({ applications: ['spring-cloud-b'] })).rejects.toMatchObject({ code: 'Invalid' })
    await expect(promote({ ifRevision: 9 })).rejects.toMatchObject({ code: 'Conflict' })
    // What a lane's workloads are copied from is another than was seen when the push was planned.
    const plans = async () => seenPlan((await planLaneGroup(operator(), { group })).changes)
    const looked = await plans()
    const deadline = (value: number) =>
      client.jsonPatch(baselineOf('a'), [{ op: 'replace', path: '/spec/progressDeadlineSeconds', value }])
    await deadline(5)
    await vi.waitFor(async () => expect(await plans()).not.toEqual(looked), 5_000)
    const push = (of: typeof looked) => pushLaneGroup(operator(), { group, seen: of })
    await expect(push(looked)).rejects.toThrow(
      /: Deployment spring-cloud-a-gray would be changed in another way\. Load the plan again/,
    )
    await until(await push(await plans()), 'succeeded')
    await deadline(4)
    const helm = '/metadata/annotations/meta.helm.sh~1release-name'
    await client.jsonPatch(baselineOf('c'), [{ op: 'add', path: helm, value: 'mall' }])
    await vi.waitFor(() => expect(promote()).rejects.toThrow(/kept in step by Helm/), 5_000)
    expect((await getLaneGroup(operator(), { group })).revision).toBe(1)
    await client.jsonPatch(baselineOf('c'), [{ op: 'remove', path: helm }])
    await client.jsonPatch(baselineOf('a'), [{ op: 'add', path: '/spec/paused', value: true }])
    await vi.waitFor(() => expect(promote()).rejects.toThrow(/is paused/), 5_000)
    await client.jsonPatch(baselineOf('a'), [{ op: 'remove', path: '/spec/paused' }])

    // A baseline that somebody else has changed since it was looked at is not written over, unless it was looked at again.
    const seen = { 'spring-cloud-a': old('a'), 'spring-cloud-c': old('c') }
    await expect(promote({ applications: ['spring-cloud-c'], seen })).rejects.toMatchObject({
      code: 'Invalid',
    })
    await deployAs('kubectl-set', 'a', image('a', '1.2.0'))
    const changes = [{ application: 'spring-cloud-a', seen: old('a'), now: image('a', '1.2.0') }]
    const stale = { code: 'Conflict', details: { changes } }
    await expect(promote({ seen })).rejects.toMatchObject(stale)
    const asked = { lane, strategy: 'image', after: 'park', seen } as const
    await expect(planLaneGroup(operator(), { group, promote: asked })).rejects.toMatchObject(stale)
    expect((await getLaneGroup(operator(), { group })).revision).toBe(1)
    await settled()
    const again = { ...seen, 'spring-cloud-a': image('a', '1.2.0') }
    await until(await promote({ seen: again }), 'succeeded')
    expect((await images()).a).toBe(image('a'))
    await leave()
  })

  it('fault 55: what does not come up is told with pod and reason within 5 s, and is not promoted whatever the cause', async () => {
    const graceful = { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } }
    const never = { readinessProbe: { httpGet: { path: '/', port: 9 }, periodSeconds: 1 } }
    const unready = { spec: { template: { spec: { containers: [{ name: 'spring-cloud-a', ...never }] } } } }
    const laneOf = (tag: string, by: string, patch: Record<string, unknown> = graceful) => ({
      tag,
      versions: [{ application: 'spring-cloud-a', image: image('a', by), replicas: 1, patch }],
    })
    const told = async (started: Started) => {
      const { steps } = (await findOperationDetail(console.database.db, started.operation.id)) ?? {
        steps: [],
      }
      const objects = steps.find(({ name }) => name === 'wait-available')?.objects ?? []
      return objects.map(({ message }) => translate(message ?? '', 'en'))
    }
    const stays = async (started: Started, tags: string[]) => {
      for (const tag of tags)
        await expect(promote({ lane: tag })).rejects.toMatchObject({
          code: 'Conflict',
          details: { lane: tag },
        })
      expect((await findOperationDetail(console.database.db, started.operation.id))?.state).not.toBe(
        'succeeded',
      )
      expect((await images()).a).toBe(old('a'))
    }
    const broken = [laneOf('pull', 'missing'), laneOf('crash', 'crash'), laneOf('probe', '1.1.0', unready)]
    await save({ lanes: broken, rules: [] })
    const started = await pushLaneGroup(operator(), { group })
    await vi.waitFor(async () => {
      const said = await told(started)
      expect(said).toEqual([
        expect.stringMatching(/^spring-cloud-a-pull-\S+: (ErrImagePull|ImagePullBackOff)/),
        expect.stringMatching(/^spring-cloud-a-crash-\S+: CrashLoopBackOff/),
        expect.stringMatching(/^spring-cloud-a-probe-\S+: ContainersNotReady: .*\[spring-cloud-a\]/),
      ])
    }, 5_000)
    await stays(started, ['pull', 'crash', 'probe'])
    await until(await abortLane(operator(), { group, lane: 'pull' }), 'succeeded')

    const nodes = await client.list({ apiVersion: 'v1', kind: 'Node' })
    const cordon = (value: boolean) =>
      Promise.all(
        nodes.map((node) =>
          client.jsonPatch(refOf(node), [{ op: 'add', path: '/spec/unschedulable', value }]),
        ),
      )
    await cordon(true)
    await save({ lanes: [laneOf('full', '1.1.0')], rules: [] }, 1)
    const waiting = await pushLaneGroup(operator(), { group })
    await vi.waitFor(
      async () =>
        expect(await told(waiting)).toEqual([
          expect.stringMatching(/^spring-cloud-a-full-\S+: Unschedulable: .*nodes/),
        ]),
      5_000,
    )
    await stays(waiting, ['full'])
    await cordon(false)
    await until(await abortLane(operator(), { group, lane: 'full' }), 'succeeded')
    await settled()
    expect(await picture()).toEqual(original)
    await deleteLaneGroup(operator(), { group })
  })
})
