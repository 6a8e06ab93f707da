import 'server-only'
import pg from 'pg'
import { env } from '@/lib/env'
import { backoffMs, delay } from '@/lib/k8s/retry'
import { type Hint, operationChannel, readHint } from './notify'

type Listener = (hint: Hint) => void

/** One connection per process that listens for all operations. */
class OperationFeed {
  private readonly listeners = new Map<string, Set<Listener>>()
  private readonly anyListeners = new Set<Listener>()
  private readonly stop = new AbortController()
  private client: pg.Client | null = null

  constructor(private readonly url: string) {
    void this.run()
  }

  subscribe(operationId: string, listener: Listener): () => void {
    const known = this.listeners.get(operationId) ?? new Set()
    this.listeners.set(operationId, known.add(listener))
    return () => {
      known.delete(listener)
      if (known.size === 0) this.listeners.delete(operationId)
    }
  }

  subscribeAll(listener: Listener): () => void {
    this.anyListeners.add(listener)
    return () => this.anyListeners.delete(listener)
  }

  async close(): Promise<void> {
    this.stop.abort()
    await this.client?.end().catch(() => {})
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stop.signal.aborted; failures += 1) {
      try {
        await this.listen(() => {
          failures = 0
        })
      } catch {
        // Without the connection readers still poll the rows; it is opened again below.
      }
      await delay(backoffMs(failures, { capMs: 2_000 }), this.stop.signal).catch(() => {})
    }
  }

  /** Resolves when the connection ends. */
  private async listen(opened: () => void): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'lanekeeper feed' })
    this.client = client
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve())
      client.on('end', () => resolve())
    })
    client.on('notification', ({ payload }) => this.tell(readHint(payload ?? '')))
    await client.connect()
    await client.query(`listen ${operationChannel}`)
    opened()
    // What was said while nobody listened is unknown: everybody looks.
    for (const operationId of this.listeners.keys()) this.tell({ operationId, asksToStop: true })
    await ended
    await client.end().catch(() => {})
  }

  private tell(hint: Hint): void {
    for (const listener of this.listeners.get(hint.operationId) ?? []) listener(hint)
    for (const listener of this.anyListeners) listener(hint)
  }
}

const shared: typeof globalThis & { lanekeeperFeed?: OperationFeed } = globalThis

/**
 * Calls back when an operation may have changed: a hint to read its rows. A hint may be lost while the database is
 * away, so a reader looks by itself too, every few seconds. Gives the function that ends it.
 */
export function subscribeOperation(operationId: string, listener: Listener): () => void {
  shared.lanekeeperFeed ??= new OperationFeed(env().databaseUrl)
  return shared.lanekeeperFeed.subscribe(operationId, listener)
}

/** The same for all operations. */
export function subscribeOperations(listener: Listener): () => void {
  shared.lanekeeperFeed ??= new OperationFeed(env().databaseUrl)
  return shared.lanekeeperFeed.subscribeAll(listener)
}

/** Ends the connection of this process. */
export async function closeOperationFeed(): Promise<void> {
  const feed = shared.lanekeeperFeed
  shared.lanekeeperFeed = undefined
  await feed?.close()
}
