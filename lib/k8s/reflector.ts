import { type KubeObject, type ObjectRef, refOf } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import { CollectionCopy } from './collection-copy'
import { askedToWaitMs, type Subject } from './errors'
import { keptFields } from './kept-fields'
import { readPage } from './kube-json'
import { compareVersions } from './resource-version'
import { backoffMs, delay } from './retry'
import type { Transport } from './transport'
import { type WatchEvent, WatchExpired, WatchRefused, WatchSilent, watchOnce } from './watch'

export type ReflectorSource = {
  cluster: string
  apiVersion: string
  kind: string
  namespace?: string
  /** The path of the collection, without query. */
  path: () => Promise<string>
  transport: Transport
  /** What is kept of each object; what the product reads by default. */
  keep?: (object: KubeObject) => KubeObject
}
export type ReflectorTimes = {
  pageSize: number
  /** The server ends a watch after this many seconds, plus up to as many again. */
  serverTimeoutSeconds: number
  /** An API server answers a watch at once, though nothing may happen in it for long. */
  openMs: number
  /** Without a byte for so long (a bookmark comes each minute) the connection is taken for dead. */
  idleMs: number
  backoffCapMs: number
}
const defaultTimes: ReflectorTimes = {
  pageSize: 500,
  serverTimeoutSeconds: 300,
  openMs: 10_000,
  idleMs: 90_000,
  backoffCapMs: 30_000,
}

/** A server that is away is overloaded by nobody who knocks; what waits for it should go on soon after it is back. */
const awayCapMs = 2_000

/** `object` is null when the one named by `ref` is gone; both are null after a relist. */
export type ReflectorChange = { ref: ObjectRef | null; object: KubeObject | null }

export type ReflectorCounts = { lists: number; watches: number; broken: number }

/** A live copy of one kind in one namespace, kept by list and watch, that outlives every fault of the connection. */
export interface Reflector {
  /** Resolves when the first list is complete; never rejects. */
  readonly ready: Promise<void>
  list(): readonly KubeObject[]
  get(ref: ObjectRef): KubeObject | undefined
  subscribe(listener: (change: ReflectorChange) => void): () => void
  /** Milliseconds since the copy was last known to be current; null before the first list. */
  age(): number | null
  /** The resource version that the copy has reached; null before the first list. */
  version(): string | null
  /** Why it is not current, in words for the screen; null when it is. */
  problem(): Error | null
  /** How often it listed, watched, and heard what could not be read. */
  counts(): Readonly<ReflectorCounts>
  /** The server was heard from: ends a pause before the next try. */
  nudge(): void
  close(): void
}

export function createReflector(source: ReflectorSource, times: Partial<ReflectorTimes> = {}): Reflector {
  return new ListWatch(source, { ...defaultTimes, ...times })
}

class ListWatch implements Reflector {
  readonly ready: Promise<void>
  private readonly copy: CollectionCopy
  private readonly count: ReflectorCounts = { lists: 0, watches: 0, broken: 0 }
  private readonly listeners = new Set<(change: ReflectorChange) => void>()
  private readonly stop = new AbortController()
  private readonly subject: Subject
  private markReady: () => void = () => {}
  private resourceVersion: string | null = null
  private failures = 0
  private expiries = 0
  private silences = 0
  private failure: Error | null = null
  private watching = false
  private pausing: AbortController | null = null
  private currentAt: number | null = null

  constructor(
    private readonly source: ReflectorSource,
    private readonly times: ReflectorTimes,
  ) {
    this.copy = new CollectionCopy(source.keep ?? keptFields)
    this.subject = { cluster: source.cluster, verb: 'watch', kind: source.kind, namespace: source.namespace }
    this.ready = new Promise((resolve) => {
      this.markReady = resolve
    })
    void this.run()
  }

  list(): readonly KubeObject[] {
    return this.copy.list()
  }

  get(ref: ObjectRef): KubeObject | undefined {
    return this.copy.get(ref)
  }

  subscribe(listener: (change: ReflectorChange) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  age(): number | null {
    if (this.currentAt === null) return null
    return this.watching ? 0 : performance.now() - this.currentAt
  }

  version(): string | null {
    return this.resourceVersion
  }

  problem(): Error | null {
    return this.failure
  }

  counts(): Readonly<ReflectorCounts> {
    return { ...this.count }
  }

  nudge(): void {
    // A server that is there and asked to be left alone is left alone.
    if (isUnreachable(this.failure)) this.pausing?.abort()
  }

  close(): void {
    this.stop.abort()
    this.listeners.clear()
    this.markReady()
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      const pause = await this.turn()
      if (pause === 0) continue
      this.pausing = new AbortController()
      await delay(pause, AbortSignal.any([this.stop.signal, this.pausing.signal])).catch(() => {})
      this.pausing = null
    }
  }

  /** One list if needed, then one watch to its end; gives how long to wait before the next. */
  private async turn(): Promise<number> {
    try {
      if (this.resourceVersion === null) await this.relist()
      await this.follow()
      return 0
    } catch (error) {
      if (this.stop.signal.aborted) return 0
      // A server that says so is there, however often it was not before.
      this.expiries = error instanceof WatchExpired ? this.expiries + 1 : 0
      this.failure = error instanceof Error ? error : new Error('failed')
      this.silences = error instanceof WatchSilent ? this.silences + 1 : 0
      if (error instanceof WatchExpired && error.broken) this.count.broken += 1
      // A server that went back in time has nothing to say about a version that it has yet to reach.
      if (error instanceof WatchExpired || this.silences > 1) this.resourceVersion = null
      const asked = error instanceof WatchRefused ? error.retryAfterMs : askedToWaitMs(error)
      const capMs = Math.min(
        this.times.backoffCapMs,
        isUnreachable(error) ? awayCapMs : Number.POSITIVE_INFINITY,
      )
      const pause = asked + backoffMs(this.expiries > 0 ? this.expiries - 1 : this.failures, { capMs })
      this.failures += 1
      return Math.max(pause, 1)
    } finally {
      if (this.watching) this.currentAt = performance.now()
      this.watching = false
    }
  }

  private async relist(): Promise<void> {
    const { source, times } = this
    const base = await source.path()
    const fresh = this.copy.replacement()
    this.count.lists += 1
    let next: string | undefined
    let version = ''
    do {
      const query = new URLSearchParams({
        limit: String(times.pageSize),
        ...(next !== undefined && { continue: next }),
      })
      const answer = await source.transport.send({
        subject: { ...this.subject, verb: 'list' },
        method: 'GET',
        path: `${base}?${query}`,
        repeatable: true,
        signal: this.stop.signal,
      })
      const page = readPage(answer.text, source, this.subject)
      for (const item of page.items) fresh.add(item)
      next = page.next
      version = page.resourceVersion
    } while (next !== undefined)
    fresh.complete()
    this.resourceVersion = version
    this.currentAt = performance.now()
    this.markReady()
    this.tell({ ref: null, object: null })
  }

  private async follow(): Promise<void> {
    const { source, times } = this
    const timeout = Math.round(times.serverTimeoutSeconds * (1 + Math.random()))
    const query = new URLSearchParams({
      watch: '1',
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(timeout),
      resourceVersion: this.resourceVersion ?? '',
    })
    const events = watchOnce(source.transport, {
      subject: this.subject,
      path: `${await source.path()}?${query}`,
      openMs: times.openMs,
      idleMs: times.idleMs,
      signal: this.stop.signal,
      onOpen: () => {
        this.watching = true
        this.failure = null
      },
    })
    const opened = performance.now()
    const from = this.resourceVersion ?? ''
    this.count.watches += 1
    for await (const event of events) {
      this.failures = 0
      this.expiries = 0
      this.silences = 0
      this.take(event, from)
    }
    this.expiries = 0
    // A server that ends each watch at once must not be asked in a circle.
    if (performance.now() - opened < 1_000) this.failures += 1
    else this.failures = 0
    if (this.failures > 0)
      await delay(backoffMs(this.failures, { capMs: times.backoffCapMs }), this.stop.signal)
  }

  /** `from` is where this watch began; what the server says lies after it. */
  private take(event: WatchEvent, from: string): void {
    const version = event.type === 'BOOKMARK' ? event.resourceVersion : event.object.metadata.resourceVersion
    if ((compareVersions(version, from) ?? 0) < 0)
      throw new WatchExpired('the server went back to an earlier state')
    if ((compareVersions(version, this.resourceVersion ?? '') ?? 1) > 0)
      this.resourceVersion = version ?? this.resourceVersion
    if (event.type === 'BOOKMARK' || !this.copy.take(event.type, event.object)) return
    if (this.listeners.size === 0) return
    const ref = refOf(event.object)
    this.tell({ ref, object: this.copy.get(ref) ?? null })
  }

  private tell(change: ReflectorChange): void {
    for (const listener of this.listeners) listener(change)
  }
}

const isUnreachable = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'ClusterUnreachable'
