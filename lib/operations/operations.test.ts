import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { betweenRequests } from '@/lib/between-requests'
import { listObjectEdits } from '@/lib/db/object-edits'
import { listOwnedObjects } from '@/lib/db/owned-objects'
import type { Words } from '@/lib/words/sentence'
import { translate } from '@/lib/words/translate'
import { type Runner, startRunner } from './runner'
import { ask, type Bench, chain, detailOf, openBench, snapshot, start, untilState } from './test-bench'
import { saveTestGroup, saveTestRevision } from './test-group'
import { grayLane, grayRule, storyDocument } from './test-story'
import { closeOperationFeed } from './watch-operation'

vi.setConfig({ testTimeout: 90_000 })

let bench: Bench
let runner: Runner
let before: Record<string, unknown>
let groupId: string
const gray = (tag?: string) => storyDocument({ lanes: [grayLane(tag)], rules: [grayRule] })

beforeAll(async () => {
  bench = await openBench()
  before = await snapshot(bench)
  runner = await startRunner()
}, 90_000)
afterAll(async () => {
  await runner.stop()
  await closeOperationFeed()
  await bench.close()
})

beforeEach(async () => {
  const { db, clusterId } = bench
  await db.operation.deleteMany()
  await db.laneGroup.deleteMany()
  groupId = (await saveTestGroup(db, clusterId, gray())).id
})

const push = (revision = 1) => start(bench, { kind: 'push', groupId, revision })
const remove = async (revision: number) => {
  await saveTestRevision(bench.db, groupId, revision, storyDocument())
  const id = await start(bench, { kind: 'remove', groupId, revision, lane: 'gray' })
  await untilState(bench, id, 'succeeded')
}

const english = (words: Words | null | undefined) => translate(words ?? '', 'en')

test('a lane is opened in the safe order, takes its requests, and leaves no trace when it is removed', async () => {
  expect(chain(await ask(bench, '?group=gray'))).toBe('A -> B -> C')
  const id = await push()
  const detail = await untilState(bench, id, 'succeeded')
  expect(chain(await ask(bench, '?group=gray'))).toBe('Agray -> B -> Cgray')
  expect(chain(await ask(bench, ''))).toBe('A -> B -> C')
  const results = detail.steps.flatMap(({ name, objects }) =>
    objects.map(({ ref, result }) => `${name}: ${ref.kind} ${ref.name} ${result}`),
  )
  expect(results).toEqual([
    'workloads: Deployment spring-cloud-a-gray created',
    'workloads: Deployment spring-cloud-c-gray created',
    'wait-available: Deployment spring-cloud-a-gray ready',
    'wait-available: Deployment spring-cloud-c-gray ready',
    'services: Service spring-cloud-a-gray created',
    'wait-endpoints: Service spring-cloud-a-gray ready',
    'routes: Ingress spring-cloud-a-gray created',
    'routes: Ingress spring-cloud-a configured',
  ])
  expect((await bench.db.laneGroup.findUniqueOrThrow({ where: { id: groupId } })).pushedRevision).toBe(1)

  const owned = await listOwnedObjects(bench.db, groupId)
  expect(owned.every(({ uid }) => uid !== null)).toBe(true)
  await remove(2)
  expect(await snapshot(bench)).toEqual(before)
  expect(await listOwnedObjects(bench.db, groupId)).toEqual([])
  expect(await listObjectEdits(bench.db, groupId)).toEqual([])
  expect(chain(await ask(bench, '?group=gray'))).toBe('A -> B -> C')
})

test('a second push of the same changes nothing', async () => {
  await untilState(bench, await push(), 'succeeded')
  const live = await snapshot(bench)
  const versions = await generations()
  const detail = await untilState(bench, await push(), 'succeeded')
  expect(await snapshot(bench)).toEqual(live)
  expect(await generations()).toEqual(versions)
  expect(detail.steps.find(({ name }) => name === 'workloads')?.state).toBe('skipped')
  await remove(2)
})

test('an image that cannot be pulled is shown with pod and reason, routes nothing, and abort restores', async () => {
  await saveTestRevision(bench.db, groupId, 2, gray('missing'))
  const id = await push(2)
  const begun = performance.now()
  const detail = await untilState(bench, id, 'waiting', 5_000)
  expect(performance.now() - begun).toBeLessThan(5_000)
  const waiting = detail.steps.find(({ name }) => name === 'wait-available')
  expect(waiting?.state).toBe('waiting')
  expect(waiting?.objects[0]).toMatchObject({ ref: { name: 'spring-cloud-a-gray' }, result: 'waiting' })
  expect(english(waiting?.objects[0]?.message)).toMatch(
    /^spring-cloud-a-gray-\S+: (ErrImagePull|ImagePullBackOff)/,
  )
  expect(chain(await ask(bench, '?group=gray'))).toBe('A -> B -> C')
  // If this process died now, another would know it at once.
  await expect
    .poll(() => bench.db.operation.findUnique({ where: { id }, select: { leaseGuarded: true } }))
    .toEqual({ leaseGuarded: true })

  const abort = await start(bench, { kind: 'abort', groupId, revision: 0 })
  await untilState(bench, abort, 'succeeded')
  expect(await detailOf(bench, id)).toMatchObject({ state: 'aborted', supersededBy: abort })
  expect(await snapshot(bench)).toEqual(before)
})

test('a roll back goes back to the earlier images while the push that failed to come up is still waiting', async () => {
  await untilState(bench, await push(), 'succeeded')
  await saveTestRevision(bench.db, groupId, 2, gray('missing'))
  const stuck = await push(2)
  await untilState(bench, stuck, 'waiting', 10_000)
  expect(chain(await ask(bench, '?group=gray'))).toBe('Agray -> B -> Cgray')
  await saveTestRevision(bench.db, groupId, 3, gray())
  await untilState(bench, await start(bench, { kind: 'rollback', groupId, revision: 3 }), 'succeeded')
  expect((await detailOf(bench, stuck)).state).toBe('aborted')
  expect(JSON.stringify((await snapshot(bench))['Deployment/spring-cloud-a-gray'])).toContain(
    'spring-cloud-a:1.1.0',
  )
  await remove(4)
  expect(await snapshot(bench)).toEqual(before)
})

test('what somebody changed in our place on their own Ingress is left, and said', async () => {
  await untilState(bench, await push(), 'succeeded')
  const key = '/metadata/annotations/mse.ingress.kubernetes.io~1request-header-control-remove'
  const ref = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    namespace: 'default',
    name: 'spring-cloud-a',
  }
  await bench.client.jsonPatch(ref, [{ op: 'replace', path: key, value: 'x-theirs' }])
  await saveTestRevision(bench.db, groupId, 2, storyDocument())
  const detail = await untilState(
    bench,
    await start(bench, { kind: 'remove', groupId, revision: 2, lane: 'gray' }),
    'succeeded',
  )
  expect(detail.notices.map(english).join()).toContain('request-header-control-remove')
  const theirs = await bench.client.get(ref)
  expect(Object.values(theirs.metadata.annotations ?? {})).toContain('x-theirs')
  await bench.client.jsonPatch(ref, [{ op: 'remove', path: key }])
})

test("an object of another's with our name is never touched", async () => {
  const theirs = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'spring-cloud-a-gray', namespace: 'default', labels: { mine: 'yes' } },
    spec: { ports: [{ port: 1 }], selector: { nothing: 'selected' } },
  }
  const { object } = await bench.client.apply(theirs, { force: false })
  const detail = await untilState(bench, await push(), 'failed')
  expect(detail.error).toMatchObject({
    code: 'Owned',
    object: { kind: 'Service', name: 'spring-cloud-a-gray' },
  })
  expect(await bench.client.get({ ...theirs, namespace: 'default', name: 'spring-cloud-a-gray' })).toEqual(
    object,
  )
  await bench.client.remove(
    { ...theirs, namespace: 'default', name: 'spring-cloud-a-gray' },
    { uid: object.metadata.uid ?? '', propagationPolicy: 'Background' },
  )
  await untilState(bench, await start(bench, { kind: 'abort', groupId, revision: 0 }), 'succeeded')
  expect(await snapshot(bench)).toEqual(before)
})

test('deleting the group takes its lanes off the cluster, then the group', async () => {
  await untilState(bench, await push(), 'succeeded')
  await untilState(bench, await start(bench, { kind: 'delete', groupId, revision: 0 }), 'succeeded')
  expect(await bench.db.laneGroup.findUnique({ where: { id: groupId } })).toBeNull()
  expect(await snapshot(bench)).toEqual(before)
})

test('no request fails while a lane takes half of them and goes again', async () => {
  const half = {
    name: 'everyone',
    targets: [
      { lane: 'baseline', weight: 50 },
      { lane: 'gray', weight: 50 },
    ],
  }
  await saveTestRevision(bench.db, groupId, 2, storyDocument({ lanes: [grayLane()], rules: [half] }))
  const stop = new AbortController()
  const answers: string[] = []
  const clients = Array.from({ length: 4 }, async () => {
    while (!stop.signal.aborted) {
      answers.push(chain(await ask(bench, '')))
      await betweenRequests()
    }
  })
  await untilState(bench, await push(2), 'succeeded')
  await expect.poll(() => answers.includes('Agray -> B -> Cgray')).toBe(true)
  await remove(3)
  stop.abort()
  await Promise.all(clients)
  const wrong = answers.filter((answer) => answer !== 'A -> B -> C' && answer !== 'Agray -> B -> Cgray')
  expect(wrong).toEqual([])
  expect(await snapshot(bench)).toEqual(before)
})

test('while the cluster is away the operation waits and says so; when it is back it goes on', async () => {
  await bench.cluster.crash()
  const id = await push()
  const detail = await untilState(bench, id, 'waiting')
  expect(detail.error?.code).toBe('ClusterUnreachable')
  expect(english(detail.error?.message)).toMatch(
    /^Cluster sandbox could not list \w+ in default: nothing listens at its address$/,
  )
  await bench.cluster.restart()
  expect((await untilState(bench, id, 'succeeded')).error).toBeNull()
  expect(chain(await ask(bench, '?group=gray'))).toBe('Agray -> B -> Cgray')
  await remove(2)
})

async function generations(): Promise<unknown> {
  const found = await bench.client.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default' })
  return found.map(({ metadata }) => [metadata.name, metadata.uid, metadata.generation])
}
