import { connect, createServer, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { LeaseLost, listIdleOperations, releaseLease, renewLease, takeLease } from '@/lib/db/operation-leases'
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database'
import { onServer } from '@/lib/db/test-server'
import { enqueueOperation } from './enqueue'
import { listJobs } from './job-queue'
import { keepLease } from './lease-keeper'
import { sweep } from './sweep'
import { registerTestCluster, saveTestGroup } from './test-group'
import { WorkerLocks } from './worker-locks'

/** No test waits for so long: only a lock that is gone sets such a lease free. */
const leaseMs = 60_000
let database: TestDatabase
let operationId: string
let locks: WorkerLocks

beforeAll(async () => {
  vi.stubEnv('LANEKEEPER_DATA', `/tmp/lk-locks-${process.pid}`)
  database = await createTestDatabase()
  vi.stubEnv('DATABASE_URL', database.url)
  const clusterId = await registerTestCluster(database.db, 'kubeconfig')
  const { id: groupId } = await saveTestGroup(database.db, clusterId, {
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'locks' },
    spec: { cluster: 'sandbox', namespace: 'default', applications: [{ name: 'a', deployment: 'a' }] },
  })
  operationId = await database.db.$transaction((tx) =>
    enqueueOperation(tx, { kind: 'push', groupId, revision: 1, actor: { name: 'tester' } }),
  )
  // A server that has just started has forgotten all locks, so for a moment they say nothing.
  const isOld = `do $$ begin perform pg_sleep(greatest(0, extract(epoch from
    pg_postmaster_start_time() + interval '2 seconds' - clock_timestamp()))); end $$`
  await onServer(database.url, isOld)
})
afterAll(() => database.drop())
beforeEach(() => {
  locks = new WorkerLocks(database.url)
})
afterEach(async () => {
  await locks.close()
  await database.db
    .$executeRaw`update operations set lease_owner = null, lease_until = null, lease_guarded = false`
})

const take = (owner: string, isGuarded: boolean) =>
  takeLease(database.db, { operationId, owner, leaseMs, isGuarded })
const isIdle = async () => (await listIdleOperations(database.db)).some(({ id }) => id === operationId)

async function guardOf(worker: string): Promise<AbortSignal> {
  locks.add(worker)
  return vi.waitFor(() => locks.guardOf(worker) ?? Promise.reject(new Error('no lock')), { interval: 5 })
}

async function taken(owner: string) {
  const guard = await guardOf(owner)
  const answer = await take(owner, true)
  if (answer.outcome !== 'taken') throw new Error(answer.outcome)
  return { guard, lease: answer.lease }
}

const cutLocks = () =>
  database.db.$queryRaw`
    select pg_terminate_backend(pid)::text from pg_stat_activity
    where application_name = 'lanekeeper locks' and datname = current_database()`

test('what a living worker holds is nobody else’s; what a dead one held is taken at once', async () => {
  const { lease } = await taken('living')
  expect(await isIdle()).toBe(false)
  expect((await take('other', false)).outcome).toBe('busy')
  expect(await renewLease(database.db, lease, { leaseMs, isGuarded: true })).not.toBeNull()

  await locks.close()
  await expect.poll(isIdle, { interval: 5, timeout: 1_000 }).toBe(true)
  expect(await renewLease(database.db, lease, { leaseMs, isGuarded: true })).toBeNull()
  expect((await take('other', false)).outcome).toBe('taken')
})

test('a lease without a lock lasts its time, whoever is dead', async () => {
  const answer = await take('without', false)
  if (answer.outcome !== 'taken') throw new Error(answer.outcome)
  expect(await isIdle()).toBe(false)
  expect((await take('other', true)).outcome).toBe('busy')
  expect(await renewLease(database.db, answer.lease, { leaseMs })).not.toBeNull()
  await releaseLease(database.db, answer.lease)
  expect(await isIdle()).toBe(true)
})

test('a worker whose lock is lost lets go, and has one again on the next connection', async () => {
  const { guard, lease } = await taken('cut off')
  const stopping = new AbortController().signal
  const keeper = keepLease(database.db, lease, { stopping, guard, guardNow: () => locks.guardOf('cut off') })
  expect(() => keeper.check()).not.toThrow()
  await cutLocks()
  await expect.poll(() => keeper.signal.aborted, { interval: 5 }).toBe(true)
  expect(keeper.signal.reason).toBeInstanceOf(LeaseLost)
  expect(() => keeper.check()).toThrow(LeaseLost)
  keeper.close()
  expect((await guardOf('cut off')).aborted).toBe(false)
})

test('a lease that was taken without a lock is kept with one from the next renewal on', async () => {
  const answer = await take('late', false)
  if (answer.outcome !== 'taken') throw new Error(answer.outcome)
  const stopping = new AbortController().signal
  const guard = await guardOf('late')
  const keeper = keepLease(database.db, answer.lease, { stopping, guard: null, guardNow: () => guard })
  keeper.look()
  const isGuarded = async () => {
    const row = await database.db.operation.findUniqueOrThrow({ where: { id: operationId } })
    return row.leaseGuarded
  }
  await expect.poll(isGuarded, { interval: 5 }).toBe(true)
  await locks.close()
  expect(keeper.signal.reason).toBeInstanceOf(LeaseLost)
  keeper.close()
})

test('the sweeper frees the job of a worker without a lock before the time of a lease', async () => {
  const lockedBy = async () =>
    (await listJobs(database.db)).find(({ key }) => key === `operation:${operationId}`)?.lockedBy
  const lockJob = (worker: string) =>
    database.db.$executeRaw`
      update graphile_worker._private_jobs set locked_by = ${worker}, locked_at = now() - interval '200 milliseconds'`
  await guardOf('living')
  await lockJob('living')
  await sweep(database.db, () => false)
  expect(await lockedBy()).toBe('living')
  await lockJob('dead')
  await sweep(database.db, () => false)
  expect(await lockedBy()).toBeNull()
})

test('behind a pooler a lock is no sign of life and none is relied on', async () => {
  const sockets: Socket[] = []
  const url = new URL(database.url)
  const folder = url.searchParams.get('host')
  const pooler = createServer((client) => {
    const server = folder
      ? connect(`${folder}/.s.PGSQL.${url.port || 5432}`)
      : connect(Number(url.port), url.hostname)
    sockets.push(client, server)
    client.pipe(server)
    server.on('data', (data: Buffer) => {
      // BackendKeyData: a pooler sends an id of its own.
      const at = data.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]))
      if (at >= 0) data.writeInt32BE(data.readInt32BE(at + 5) + 1, at + 5)
      client.write(data)
    })
    for (const one of [client, server]) one.on('error', () => {})
  })
  await new Promise<void>((resolve) => pooler.listen(0, '127.0.0.1', resolve))
  const address = pooler.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const pooled = new URL(url)
  pooled.searchParams.delete('host')
  pooled.host = `127.0.0.1:${address.port}`
  const notes: unknown[] = []
  const pooledLocks = new WorkerLocks(pooled.href, (why) => notes.push(why))
  pooledLocks.add('pooled')
  await expect.poll(() => notes).toEqual(['connections are pooled'])
  expect(pooledLocks.guardOf('pooled')).toBeNull()
  await pooledLocks.close()
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => pooler.close(resolve))
})
