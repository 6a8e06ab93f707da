import { type KubeObject, type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import type { Subject } from './errors'
import { readPage } from './kube-json'
import { backoffMs, delay } from './retry'
import type { Transport } from './transport'
import { type WatchEvent, WatchExpired, WatchRefused, watchOnce } from './watch'

export type ReflectorSource = {
  cluster: string
  apiVersion: string
  kind: string
  namespace?: string
  /** The path of the collection, without query. */
  path: () => Promise<string>
  transport: Transport
  /** What is kept of each object; the whole by default. */
  keep?: (object: KubeObject) => KubeObject
}
export type ReflectorTimes = {
  pageSize: number
  /** The server ends a watch after this many seconds, plus up to as many again. */
  serverTimeoutSeconds: number
  /** Without a byte for so long (a bookmark comes each minute) the connection is taken for dead. */
  idleMs: number
  backoffCapMs: number
}
const defaultTimes: ReflectorTimes = {
  pageSize: 500,
  serverTimeoutSeconds: 300,
  idleMs: 90_000,
  backoffCapMs: 30_000,
}

/** A server that is away is overloaded by nobody who knocks; what waits for it should go on soon after it is back. */
const awayCapMs = 5_000

/** `object` is null when the one named by `ref` is gone; both are null after a relist. */
export type ReflectorChange = { ref: ObjectRef | null; object: KubeObject | null }

/** A live copy of one kind in one namespace, kept by list and watch, that outlives every fault of the connection. */
export interface Reflector {
  /** Resolves when the first list is complete; never rejects. */
  readonly ready: Promise<void>
  list(): readonly KubeObject[]
  get(ref: ObjectRef): KubeObject | undefined
  subscribe(listener: (change: ReflectorChange) => void): () => void
  /** Milliseconds since the copy was last known to be current; null before the first list. */
  age(): number | null
  /** Why it is not current, in words for the screen; null when it is. */
  problem(): Error | null
  /** The server was heard from: ends a pause before the next try. */
  nudge(): void
  close(): void
}

export function createReflector(source: ReflectorSource, times: Partial<ReflectorTimes> = {}): Reflector {
  return new ListWatch(source, { ...defaultTimes, ...times })
}

class ListWatch implements Reflector {
  readonly ready: Promise<void>
  private readonly objects = new Map<string, KubeObject>()
  private readonly listeners = new Set<(change: ReflectorChange) => void>()
  private readonly stop = new AbortController()
  private readonly subject: Subject
  private markReady: () => void = () => {}
  private resourceVersion: string | null = null
  private failures = 0
  private failure: Error | null = null
  private watching = false
  private pausing: AbortController | null = null
  private currentAt: number | null = null

  constructor(
    private readonly source: ReflectorSource,
    private readonly times: ReflectorTimes,
  ) {
    this.subject = { cluster: source.cluster, verb: 'watch', kind: source.kind, namespace: source.namespace }
    this.ready = new Promise((resolve) => {
      this.markReady = resolve
    })
    void this.run()
  }

  list(): readonly KubeObject[] {
    return [...this.objects.values()]
  }

  get(ref: ObjectRef): KubeObject | undefined {
    return this.objects.get(refKey(ref))
  }

  subscribe(listener: (change: ReflectorChange) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  age(): number | null {
    if (this.currentAt === null) return null
    return this.watching ? 0 : performance.now() - this.currentAt
  }

  problem(): Error | null {
    return this.failure
  }

  nudge(): void {
    // A server that is there and asked to be left alone is left alone.
    if (this.failure instanceof AppError && this.failure.code === 'ClusterUnreachable') this.pausing?.abort()
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
      if (error instanceof WatchExpired) this.resourceVersion = null
      this.failure = error instanceof Error ? error : new Error('failed')
      const asked = error instanceof WatchRefused ? error.retryAfterMs : 0
      const isAway = error instanceof AppError && error.code === 'ClusterUnreachable'
      const capMs = Math.min(this.times.backoffCapMs, isAway ? awayCapMs : Number.POSITIVE_INFINITY)
      const pause = asked + backoffMs(this.failures, { capMs })
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
    const fresh = new Map<string, KubeObject>()
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
      for (const item of page.items) fresh.set(refKey(refOf(item)), this.kept(item))
      next = page.next
      version = page.resourceVersion
    } while (next !== undefined)
    this.objects.clear()
    for (const [key, object] of fresh) this.objects.set(key, object)
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
      idleMs: times.idleMs,
      signal: this.stop.signal,
      onOpen: () => {
        this.watching = true
        this.failure = null
      },
    })
    const opened = performance.now()
    for await (const event of events) {
      this.failures = 0
      this.take(event)
    }
    // A server that ends each watch at once must not be asked in a circle.
    if (performance.now() - opened < 1_000) this.failures += 1
    else this.failures = 0
    if (this.failures > 0)
      await delay(backoffMs(this.failures, { capMs: times.backoffCapMs }), this.stop.signal)
  }

  private take(event: WatchEvent): void {
    if (event.type === 'BOOKMARK') {
      this.resourceVersion = event.resourceVersion
      return
    }
    const ref = refOf(event.object)
    const key = refKey(ref)
    this.resourceVersion = event.object.metadata.resourceVersion ?? this.resourceVersion
    if (event.type === 'DELETED') this.objects.delete(key)
    else this.objects.set(key, this.kept(event.object))
    this.tell({ ref, object: this.objects.get(key) ?? null })
  }

  private kept(object: KubeObject): KubeObject {
    return this.source.keep ? this.source.keep(object) : object
  }

  private tell(change: ReflectorChange): void {
    for (const listener of this.listeners) listener(change)
  }
}
