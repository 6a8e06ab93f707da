import { afterAll, beforeAll, expect, test } from 'vitest'
import { registerCluster } from '@/lib/services/clusters/register-cluster'
import { abortLane } from '@/lib/services/lane-groups/abort-lane'
import { deleteLaneGroup } from '@/lib/services/lane-groups/delete-lane-group'
import { pushLaneGroup } from '@/lib/services/lane-groups/push-lane-group'
import { rollBack } from '@/lib/services/lane-groups/roll-back'
import { saveLaneGroup } from '@/lib/services/lane-groups/save-lane-group'
import { parkLane, resumeLane } from '@/lib/services/lane-groups/set-lane-state'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { explainOperation } from './explain-operation'
import { getLane } from './get-lane'
import { getLaneObjects } from './get-lane-objects'
import { getLaneTimeline } from './get-lane-timeline'

const lane = { group: 'seen', lane: 'gray' }
let home: TestConsole

beforeAll(async () => {
  home = await startTestConsole()
  await saveLaneGroup(home.as('operator'), { name: 'seen', document: demoDocument('seen'), ifRevision: null })
})
afterAll(() => home.stop())

test('a lane that was never pushed: nothing of it runs, the baselines are told with their pods', async () => {
  const view = await getLane(home.as('viewer'), lane)
  expect(view).toMatchObject({
    state: 'draft',
    operation: null,
    rules: ['testers'],
    causes: [],
    pushedRevision: null,
  })
  const [a, b] = view.applications
  expect(a).toMatchObject({
    application: 'spring-cloud-a',
    lane: null,
    wanted: expect.stringContaining('1.1.0'),
  })
  expect(a?.baseline).toMatchObject({ workload: 'spring-cloud-a', image: expect.stringContaining('1.0.0') })
  expect(b).toMatchObject({ application: 'spring-cloud-b', wanted: null, lane: null })
  await expect(getLane(home.as('viewer'), { group: 'seen', lane: 'none' })).rejects.toThrow(/none/)
})

test('objects of the lane are those that a push would make, with both states', async () => {
  const { items } = await getLaneObjects(home.as('viewer'), lane)
  expect(items.map(({ object }) => `${object.kind} ${object.name}`)).toContain(
    'Deployment spring-cloud-a-gray',
  )
  for (const { shared, object, owner, action, live } of items)
    expect([shared, owner, action, live === null], object.name).toEqual(
      shared ? [true, 'user', 'update', false] : [false, 'ours', 'create', true],
    )
  const theirs = items.filter(({ shared }) => shared).map(({ object, route }) => [object.name, route?.hosts])
  expect(theirs).toEqual([['spring-cloud-a', ['example.com']]])
})

test('a decision is refused when the revision or what runs is another than was seen', async () => {
  const ctx = home.as('operator')
  const stale = { code: 'Conflict' }
  await expect(parkLane(ctx, { ...lane, ifRevision: 7 })).rejects.toMatchObject(stale)
  await expect(parkLane(ctx, { ...lane, ifRevision: 1, ifOperation: 'gone' })).rejects.toMatchObject(stale)
  expect((await getLane(ctx, lane)).revision).toBe(1)
  const { operation } = await pushLaneGroup(ctx, { group: 'seen' })
  await expect(parkLane(ctx, { ...lane, ifRevision: 1, ifOperation: null })).rejects.toMatchObject({
    ...stale,
    details: { operation: operation.id },
  })
  await expect(abortLane(ctx, { ...lane, ifOperation: null })).rejects.toMatchObject(stale)
  await expect(abortLane(ctx, { ...lane, ifRevision: 9 })).rejects.toMatchObject(stale)
  const whole = { group: 'seen', retire: true }
  await expect(deleteLaneGroup(ctx, { ...whole, ifRevision: 9 })).rejects.toMatchObject(stale)
  await expect(deleteLaneGroup(ctx, { ...whole, ifOperation: null })).rejects.toMatchObject(stale)
  await expect(rollBack(ctx, { group: 'seen', revision: 1, ifRevision: 9 })).rejects.toMatchObject(stale)
  const parked = await parkLane(ctx, { ...lane, ifRevision: 1, ifOperation: operation.id, reason: 'lunch' })
  expect(parked.operation).toMatchObject({ kind: 'park', revision: 2 })
})

test('what waits behind another operation says so, on the lane and on the operation', async () => {
  const view = await getLane(home.as('viewer'), lane)
  expect(view.operation).toMatchObject({ kind: 'park', state: 'queued' })
  expect(view.causes).toMatchObject([{ cause: 'behindOperation', evidence: 'the operator' }])
  const { causes } = await explainOperation(home.as('viewer'), { id: view.operation?.id ?? '' })
  expect(causes).toEqual(view.causes)
})

test('the timeline merges revisions and operations with their people, newest first, each once', async () => {
  await resumeLane(home.as('operator'), { ...lane, reason: 'back' })
  const { entries, clusterProblem } = await getLaneTimeline(home.as('viewer'), lane)
  expect(clusterProblem).toBeNull()
  const said = entries.map((entry) =>
    entry.kind === 'revision'
      ? `${entry.kind} ${entry.cause} ${entry.message ?? '–'} ${entry.changes.map(({ kind }) => kind)}`
      : `${entry.kind} ${entry.kind === 'operation' ? entry.operation.kind : ''}`,
  )
  expect(said.toSorted()).toEqual(
    [
      'revision save – ',
      'operation push',
      'revision park lunch laneParked',
      'operation park',
      'revision resume back laneResumed',
      'operation resume',
    ].toSorted(),
  )
  const times = entries.map(({ at }) => at)
  expect(times).toEqual(times.toSorted().reverse())
})

test('a cluster that does not answer is told as that, and nothing is guessed', async () => {
  const ctx = home.as('admin')
  const kubeconfig = home.cluster.kubeconfig.replace(/server: .*/, 'server: https://127.0.0.1:9')
  await registerCluster(ctx, { name: 'dead', kubeconfig, allowLoopback: true })
  const document = demoDocument('away', { cluster: 'dead' })
  await saveLaneGroup(ctx, { name: 'away', document, ifRevision: null })
  const view = await getLane(ctx, { group: 'away', lane: 'gray' })
  expect(view).toMatchObject({ clusterAge: null, causes: [{ cause: 'clusterAway', object: null }] })
  expect(view.applications.map(({ baseline }) => baseline)).toEqual([null, null, null])
  const { clusterProblem } = await getLaneTimeline(ctx, { group: 'away', lane: 'gray' })
  expect(clusterProblem).toContain('dead')
})
