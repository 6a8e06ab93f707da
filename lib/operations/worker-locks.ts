import pg from 'pg'
import { backoffMs, delay } from '@/lib/k8s/retry'

type Session = { client: pg.Client; guarded: Map<string, AbortController>; last: Promise<void> }

/**
 * Lets others see at once that a worker is dead: while it lives it has an advisory lock, on a connection for these locks
 * alone, which the server takes away when the connection ends, and that does a killed process' as it dies.
 */
export class WorkerLocks {
  private readonly workers = new Set<string>()
  private readonly stopping = new AbortController()
  private session: Session | null = null
  private readonly ran: Promise<void>

  constructor(
    private readonly url: string,
    /** Told why the workers have no locks. */
    private readonly note: (why: unknown) => void = () => {},
  ) {
    this.ran = this.run()
  }

  add(worker: string): void {
    this.workers.add(worker)
    if (this.session !== null) void lockInTurn(this.session, worker)
  }

  has(worker: string): boolean {
    return this.workers.has(worker)
  }

  remove(worker: string): void {
    this.workers.delete(worker)
    this.session?.guarded.delete(worker)
  }

  /** Aborts when the worker's lock is lost; null while it has none, or none that can be relied on. */
  guardOf(worker: string): AbortSignal | null {
    return this.session?.guarded.get(worker)?.signal ?? null
  }

  /** Gives all locks back. */
  async close(): Promise<void> {
    this.stopping.abort()
    await this.session?.client.end().catch(() => {})
    await this.ran
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        if (!(await this.hold())) return this.note('connections are pooled')
        failures = 0
      } catch (error) {
        this.note(error)
      }
      await delay(backoffMs(failures, { capMs: 2_000 }), signal).catch(() => {})
    }
  }

  /** Has the locks until the connection ends; false when they would be no sign of life. */
  private async hold(): Promise<boolean> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'lanekeeper locks',
      keepAlive: true,
    })
    const session: Session = { client, guarded: new Map(), last: Promise.resolve() }
    const ended = new Promise<void>((resolve) => {
      const lose = () => {
        for (const guard of session.guarded.values()) guard.abort()
        session.guarded.clear()
        resolve()
      }
      client.on('error', lose)
      client.on('end', lose)
    })
    try {
      await client.connect()
      if (!(await isOwnSession(client))) return false
      this.session = session
      for (const worker of this.workers) void lockInTurn(session, worker)
      if (this.stopping.signal.aborted) return true
      await ended
      return true
    } finally {
      this.session = null
      await client.end().catch(() => {})
    }
  }
}

/**
 * A pooler answers a start with a process id of its own and may give each transaction another server process, to which a
 * lock would stay when its worker is dead, and with which it would go while it lives.
 */
async function isOwnSession(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>(`
    select pg_backend_pid() as pid, (
      select set_config(name, '0', false) from pg_settings where name = 'idle_session_timeout') as timeout`)
  return 'processID' in client && client.processID === rows[0]?.pid
}

function lockInTurn(session: Session, worker: string): Promise<void> {
  session.last = session.last.then(() => lock(session, worker))
  return session.last
}

async function lock({ client, guarded }: Session, worker: string): Promise<void> {
  try {
    await client.query('select pg_advisory_lock(worker_lock_key($1))', [worker])
    guarded.set(worker, new AbortController())
  } catch {
    // The connection has ended; all are asked for anew on the next one.
  }
}
