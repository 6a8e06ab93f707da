import 'server-only'
import { EventEmitter } from 'node:events'
import { Logger, run as runWorker, type WorkerEvents, type Runner as WorkerRunner } from 'graphile-worker'
import { z } from 'zod'
import { type Database, db as sharedDatabase } from '@/lib/db/client'
import { env } from '@/lib/env'
import { log, logUnexpected } from '@/lib/log'
import { taskName } from './job-queue'
import { runOperation } from './run-operation'
import { Stopping } from './stop-reasons'
import { sweep } from './sweep'
import { WorkerLocks } from './worker-locks'

export type Runner = {
  /** Whether it takes up operations. */
  isReady(): boolean
  /** Lets go of what it works on, so that another start goes on with it. */
  stop(): Promise<void>
}

/** Operations of different groups run side by side; those of one group, one after the other. */
const concurrency = 6
const sweepEveryMs = 500
const Payload = z.object({ operationId: z.string() })

const shared: typeof globalThis & { lanekeeperRunner?: Promise<Runner> } = globalThis

/** Starts working off operations in this process; a second call gives the same runner. */
export function startRunner(): Promise<Runner> {
  shared.lanekeeperRunner ??= start(sharedDatabase(), env().databaseUrl)
  return shared.lanekeeperRunner
}

async function start(db: Database, url: string): Promise<Runner> {
  const stopping = new AbortController()
  const locks = new WorkerLocks(url, (err) => log().warn({ area: 'runner', err }, 'workers have no locks'))
  const events: WorkerEvents = new EventEmitter()
  // Jobs are locked in the name of their pool of workers.
  events.on('pool:create', ({ workerPool }) => locks.add(workerPool.id))
  events.on('pool:release', ({ workerPool }) => locks.remove(workerPool.id))
  const sweeper = sweepRegularly(db, (id) => locks.has(id), stopping.signal)
  // What a killed process left is set free while this one still starts.
  sweeper.now()
  const worker = await runWorker({
    connectionString: url,
    maxPoolSize: concurrency + 2,
    concurrency,
    events,
    noHandleSignals: true,
    pollInterval: 1_000,
    logger: new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log().warn({ area: 'queue' }, message)
    }),
    taskList: {
      [taskName]: async (payload, { job }) => {
        const { operationId } = Payload.parse(payload)
        try {
          const owner = job.locked_by ?? 'worker'
          const guardNow = () => locks.guardOf(owner)
          await runOperation(db, { operationId, owner, stopping: stopping.signal, guardNow })
        } catch (error) {
          logUnexpected(error, { area: 'runner', operation: operationId })
        }
        sweeper.now()
      },
    },
  })
  let ready = true
  worker.promise
    .catch((error: unknown) => logUnexpected(error, { area: 'runner' }))
    .finally(() => {
      ready = false
    })
  return {
    isReady: () => ready,
    stop: () => stop(worker, stopping, locks),
  }
}

async function stop(worker: WorkerRunner, stopping: AbortController, locks: WorkerLocks): Promise<void> {
  shared.lanekeeperRunner = undefined
  stopping.abort(new Stopping())
  await worker.stop().catch(() => {})
  await locks.close()
}

function sweepRegularly(db: Database, isOurs: (id: string) => boolean, signal: AbortSignal) {
  let sweeping = false
  let again = false
  const now = async (): Promise<void> => {
    again = true
    if (sweeping) return
    sweeping = true
    while (again && !signal.aborted) {
      again = false
      await sweep(db, isOurs).catch((error: unknown) => {
        log().warn({ err: error }, 'unfinished operations could not be looked for')
      })
    }
    sweeping = false
  }
  const timer = setInterval(() => void now(), sweepEveryMs)
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  return { now: () => void now() }
}
