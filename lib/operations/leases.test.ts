import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import {
  fenced,
  type LeaseAnswer,
  LeaseLost,
  releaseLease,
  renewLease,
  takeLease,
} from '@/lib/db/operation-leases'
import { findOperation, findOperationDetail } from '@/lib/db/operations'
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database'
import { enqueueOperation } from './enqueue'
import { listJobs, unlockWorkers } from './job-queue'
import { sweep } from './sweep'
import { registerTestCluster, saveTestGroup } from './test-group'

let database: TestDatabase
let clusterId: string
let groupId: string
let counter = 0

beforeAll(async () => {
  vi.stubEnv('LANEKEEPER_DATA', `/tmp/lk-leases-${process.pid}`)
  database = await createTestDatabase()
  vi.stubEnv('DATABASE_URL', database.url)
  clusterId = await registerTestCluster(database.db, 'kubeconfig')
})
afterAll(() => database.drop())
beforeEach(async () => {
  counter += 1
  const group = await saveTestGroup(database.db, clusterId, {
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: `group-${counter}` },
    spec: { cluster: 'sandbox', namespace: 'default', applications: [{ name: 'a', deployment: 'a' }] },
  })
  groupId = group.id
})

const enqueue = (kind: 'push' | 'abort' | 'rollback') =>
  database.db.$transaction((tx) =>
    enqueueOperation(tx, { kind, groupId, revision: 1, actor: { name: 'tester' } }),
  )
const take = (operationId: string, owner = 'one', leaseMs = 2_000) =>
  takeLease(database.db, { operationId, owner, leaseMs })
function taken(answer: LeaseAnswer) {
  if (answer.outcome !== 'taken') throw new Error(`not taken but ${answer.outcome}`)
  return answer.lease
}
const stateOf = async (id: string) => (await findOperation(database.db, id))?.state
const jobOf = async (id: string) => (await listJobs(database.db)).find(({ key }) => key === `operation:${id}`)

test('an operation comes with its steps and its job, or with nothing', async () => {
  const id = await enqueue('push')
  const detail = await findOperationDetail(database.db, id)
  expect(detail).toMatchObject({
    kind: 'push',
    state: 'queued',
    revision: 1,
    cluster: 'sandbox',
    attempts: 0,
  })
  expect(detail?.steps.map(({ name }) => name)).toEqual([
    'plan',
    'workloads',
    'wait-available',
    'services',
    'wait-endpoints',
    'routes',
    'close-routes',
    'drain',
    'delete-services',
    'delete-workloads',
    'finish',
  ])
  expect(await jobOf(id)).toBeDefined()
  const before = await database.db.operation.count()
  await expect(
    database.db.$transaction(async (tx) => {
      await enqueueOperation(tx, { kind: 'push', groupId, revision: 1, actor: { name: 'tester' } })
      throw new Error('roll back')
    }),
  ).rejects.toThrow('roll back')
  expect(await database.db.operation.count()).toBe(before)
})

test('one holder at a time; the next has a higher token and the earlier one writes nothing more', async () => {
  const id = await enqueue('push')
  const first = taken(await take(id, 'one', 1))
  await expect.poll(async () => (await take(id, 'two')).outcome).toBe('taken')
  expect(await renewLease(database.db, first, { leaseMs: 2_000 })).toBeNull()
  await expect(
    fenced(database.db, first, (tx) => tx.operation.update({ where: { id }, data: { kind: 'heal' } })),
  ).rejects.toBeInstanceOf(LeaseLost)
  expect((await findOperation(database.db, id))?.kind).toBe('push')
  expect((await take(id, 'three')).outcome).toBe('busy')
})

test('ten that ask at once: one gets it', async () => {
  const id = await enqueue('push')
  const answers = await Promise.all(Array.from({ length: 10 }, (_, place) => take(id, `worker-${place}`)))
  expect(answers.filter(({ outcome }) => outcome === 'taken')).toHaveLength(1)
})

test('a push waits for the push before it', async () => {
  const first = await enqueue('push')
  const second = await enqueue('push')
  expect((await take(second)).outcome).toBe('busy')
  const lease = taken(await take(first))
  expect((await take(second)).outcome).toBe('busy')
  await fenced(database.db, lease, (tx) =>
    tx.operation.update({ where: { id: first }, data: { state: 'succeeded' } }),
  )
  expect((await take(second)).outcome).toBe('taken')
})

test('an abort is accepted while a push runs, asks it to stop, and begins when it has', async () => {
  const push = await enqueue('push')
  const lease = taken(await take(push))
  const abort = await enqueue('abort')
  expect(await renewLease(database.db, lease, { leaseMs: 2_000 })).toEqual({ abortRequested: true })
  expect((await take(abort)).outcome).toBe('busy')
  await fenced(database.db, lease, (tx) =>
    tx.operation.update({ where: { id: push }, data: { state: 'aborted' } }),
  )
  await releaseLease(database.db, lease)
  expect((await take(abort)).outcome).toBe('taken')
  expect((await findOperationDetail(database.db, push))?.supersededBy).toBe(abort)
})

test('an abort does not wait for a push whose worker is dead', async () => {
  const push = await enqueue('push')
  const dead = taken(await take(push, 'dead', 1))
  const abort = await enqueue('abort')
  await expect.poll(async () => (await take(abort)).outcome).toBe('taken')
  expect(await stateOf(push)).toBe('aborted')
  await expect(fenced(database.db, dead, async () => {})).rejects.toBeInstanceOf(LeaseLost)
})

test('a roll back ends what is queued, and another roll back ends that one', async () => {
  const push = await enqueue('push')
  const first = await enqueue('rollback')
  const second = await enqueue('rollback')
  expect(await stateOf(push)).toBe('aborted')
  expect(await stateOf(first)).toBe('aborted')
  expect((await take(second)).outcome).toBe('taken')
})

test('the sweeper frees the job of a killed worker, and leaves a living one alone', async () => {
  const id = await enqueue('push')
  const lock = async () =>
    database.db.$executeRaw`
      update graphile_worker._private_jobs set locked_by = 'killed', locked_at = now() - interval '3 seconds'
      where key = ${`operation:${id}`}`
  await lock()
  await sweep(database.db, (worker) => worker === 'killed')
  expect((await jobOf(id))?.lockedBy).toBe('killed')
  await sweep(database.db, () => false)
  expect((await jobOf(id))?.lockedBy).toBeNull()
  await unlockWorkers(database.db, ['killed'])
})

test('the sweeper makes a job for an operation that has none', async () => {
  const id = await enqueue('push')
  await database.db.$executeRaw`delete from graphile_worker._private_jobs where key = ${`operation:${id}`}`
  await sweep(database.db, () => false)
  expect(await jobOf(id)).toBeDefined()
})
