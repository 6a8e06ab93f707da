import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { ask, type Bench, chain, openBench, snapshot, start, untilState } from './test-bench'
import { saveTestGroup, saveTestRevision } from './test-group'
import { grayLane, grayRule, storyDocument } from './test-story'

const root = path.resolve(import.meta.dirname, '../..')
const gateKey = 815_001
const gray = () => storyDocument({ lanes: [grayLane()], rules: [grayRule] })

/**
 * Points of an operation, by the row whose write is held up there: the worker is killed while it waits, so the row is
 * never written. With `created` that is after the cluster made the object and before its uid is stored. All other places
 * are the proof of crashes' own, and so is the time that it takes.
 */
const points: {
  name: string
  table: 'operation_steps' | 'operation_objects'
  when: string
  resumes: 'push' | 'remove'
}[] = [
  {
    name: 'workloads made, their uids not stored',
    table: 'operation_objects',
    when: "new.ref->>'kind' = 'Deployment' and new.result = 'created'",
    resumes: 'push',
  },
  {
    name: "the user's Ingress patched, the edit not noted as made",
    table: 'operation_objects',
    when: "new.ref->>'kind' = 'Ingress' and new.result in ('created', 'configured')",
    resumes: 'push',
  },
  {
    name: 'workloads deleted, not noted',
    table: 'operation_objects',
    when: "new.ref->>'kind' = 'Deployment' and new.result = 'deleted'",
    resumes: 'remove',
  },
]

let bench: Bench
let bundle: string
let gate: pg.Client
let before: Record<string, unknown>
const workers: ChildProcess[] = []

beforeAll(async () => {
  bench = await openBench()
  before = await snapshot(bench)
  bundle = path.join(root, '.build', `test-worker-${process.pid}.mjs`)
  await build({
    entryPoints: [path.join(root, 'lib/operations/worker-main.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { '@': root, 'server-only': path.join(root, 'lib/server-only-in-tests.ts') },
    outfile: bundle,
    logLevel: 'error',
  })
  gate = new pg.Client({ connectionString: bench.databaseUrl })
  await gate.connect()
  await gate.query(`
    create function wait_at_gate() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock_shared(${gateKey}); return new; end $$`)
}, 120_000)
afterEach(async () => {
  for (const worker of workers.splice(0)) await kill(worker, 'SIGKILL')
  await gate.query('select pg_advisory_unlock_all()')
})
afterAll(async () => {
  await gate.end()
  await bench.close()
  await rm(bundle, { force: true })
})

test.each(points)(
  'kill -9 when $name: the same operation goes on and nothing is made twice',
  async (point) => {
    await reset()
    const { id: groupId } = await saveTestGroup(bench.db, bench.clusterId, gray())
    if (point.resumes === 'remove') await pushFirst(groupId)
    const id = await startOperation(point.resumes, groupId)
    const atKill = await killAt(point)

    await startWorker()
    const detail = await untilState(bench, id, 'succeeded')

    expect(detail.attempts).toBeGreaterThan(1)
    expect(detail.steps.filter(({ state }) => state !== 'succeeded' && state !== 'skipped')).toEqual([])
    const results = detail.steps.flatMap(({ objects }) => objects.map(({ result }) => result))
    expect(results.filter((result) => result === 'pending' || result === 'applying')).toEqual([])
    expect(await bench.db.operation.count({ where: { state: { not: 'succeeded' } } })).toBe(0)
    if (point.resumes === 'push') {
      expect(chain(await ask(bench, '?group=gray'))).toBe('Agray -> B -> Cgray')
      const now = await identities()
      expect(now).toMatchObject(atKill)
      for (const [, , generation] of Object.values(now)) expect(generation ?? 1).toBe(1)
      await untilState(bench, await startOperation('remove', groupId), 'succeeded')
    }
    expect(await snapshot(bench)).toEqual(before)
  },
  90_000,
)

/** A failed case leaves nothing to the next. */
async function reset(): Promise<void> {
  const { db, client } = bench
  await db.operation.deleteMany()
  await db.ownedObject.deleteMany()
  await db.objectEdit.deleteMany()
  await db.laneGroup.deleteMany()
  await db.$executeRaw`delete from graphile_worker._private_jobs`
  for (const object of await ourObjects()) {
    const ref = refOf(object)
    await client.remove(ref, { uid: object.metadata.uid ?? '', propagationPolicy: 'Background' })
  }
}

/** The lane is there before its removal is killed. */
async function pushFirst(groupId: string): Promise<void> {
  const id = await startOperation('push', groupId)
  const worker = await startWorker()
  await untilState(bench, id, 'succeeded')
  await kill(worker, 'SIGTERM')
}

async function startOperation(kind: 'push' | 'remove', groupId: string): Promise<string> {
  if (kind === 'push') return start(bench, { kind, groupId, revision: 1 })
  await saveTestRevision(bench.db, groupId, 2, storyDocument())
  return start(bench, { kind, groupId, revision: 2, lane: 'gray' })
}

/** Kills a worker at this point; gives what stands on the cluster then. */
async function killAt(point: (typeof points)[number]): Promise<Identities> {
  await closeGate(point)
  const worker = await startWorker()
  await expect.poll(waitingAtGate, { timeout: 30_000, interval: 10 }).toBeGreaterThan(0)
  await kill(worker, 'SIGKILL')
  const found = await identities()
  await openGate()
  return found
}

type Identities = Record<string, [name: string, uid: string | undefined, generation: number | undefined]>

/** Name, uid and generation of each object that is ours. */
async function identities(): Promise<Identities> {
  return Object.fromEntries(
    (await ourObjects()).map(({ kind, metadata: { name, uid, generation } }) => [
      `${kind}/${name}`,
      [name, uid, generation],
    ]),
  )
}

async function ourObjects(): Promise<KubeObject[]> {
  const kinds = [
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    { apiVersion: 'v1', kind: 'Service' },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  ]
  const labelSelector = 'app.kubernetes.io/managed-by=lanekeeper'
  const lists = kinds.map((kind) => bench.client.list({ ...kind, namespace: 'default', labelSelector }))
  return (await Promise.all(lists)).flat()
}

async function closeGate({ table, when }: (typeof points)[number]): Promise<void> {
  await gate.query(`drop trigger if exists gate on operation_steps`)
  await gate.query(`drop trigger if exists gate on operation_objects`)
  await gate.query('select pg_advisory_lock($1)', [gateKey])
  await gate.query(
    `create trigger gate before insert or update on ${table} for each row when (${when}) execute function wait_at_gate()`,
  )
}

/** The dead worker's statement is ended as its server ends it once it notices that nobody is there. */
async function openGate(): Promise<void> {
  await gate.query(`
    select pg_terminate_backend(pid) from pg_locks
    where locktype = 'advisory' and not granted and pid <> pg_backend_pid()`)
  await expect.poll(waitingAtGate, { interval: 10 }).toBe(0)
  await gate.query('select pg_advisory_unlock($1)', [gateKey])
}

async function waitingAtGate(): Promise<number> {
  const { rows } = await gate.query<{ count: string }>(
    `select count(*) from pg_locks where locktype = 'advisory' and not granted and objid = $1`,
    [gateKey],
  )
  return Number(rows[0]?.count ?? 0)
}

async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [bundle], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      DATABASE_URL: bench.databaseUrl,
      LANEKEEPER_DATA: bench.folder,
    },
  })
  workers.push(worker)
  if (worker.stdout === null) throw new Error('no output')
  await once(worker.stdout, 'data')
  return worker
}

async function kill(worker: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  const exited = once(worker, 'exit')
  worker.kill(signal)
  await exited
}
