import 'server-only'
import { type DriftGroup, saveDriftState } from '@/lib/db/drift'
import { refKey } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import type { Reflector } from '@/lib/k8s/reflector'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import type { ServiceContext } from '@/lib/services/context'
import { healByItself } from './heal-by-itself'
import { type DriftReading, readDrift } from './read-drift'
import { readWatched, type WatchedObjects } from './watched-objects'

type Known = { client: ClusterClient; watched: WatchedObjects; caches: readonly Reflector[]; at: number }

/** A burst of events is looked at once. */
const togetherMs = 25
/** What is remembered is read anew, in case a cluster got other credentials. */
const keepMs = 60_000
/** ConfigMaps and Secrets are not watched. */
const copiesEveryMs = 1_500

/** Looks at one group whenever something that it watches changes. */
export class DriftWatch {
  private group: DriftGroup | null = null
  private key = ''
  private known: Known | null = null
  private unsubscribe: (() => void)[] = []
  private timer: NodeJS.Timeout | undefined
  private isBusy = false
  private isAskedAgain = false
  private hasEnded = false
  private lookedAt = 0
  private wasCurrent = true
  /** Rises whenever what is known is forgotten. */
  private epoch = 0

  constructor(
    private readonly ctx: ServiceContext,
    private readonly tell: (error: unknown) => void,
  ) {}

  /** The group as its rows say now: what an operation left is compared with from then on. */
  take(group: DriftGroup): void {
    const { lastOperation, running, pushedRevision, autoHeal, healStopped } = group
    const key = JSON.stringify([lastOperation, running, pushedRevision, autoHeal, healStopped])
    this.group = group
    if (key !== this.key || this.isOld()) this.forget()
    const isCurrent = this.known?.caches.every((cache) => cache.problem() === null) ?? true
    const hasCopies = (this.known?.watched.configs.length ?? 0) > 0
    const isDue = hasCopies && performance.now() - this.lookedAt > copiesEveryMs
    if (key !== this.key || this.known === null || isCurrent !== this.wasCurrent || isDue) this.ask()
    this.key = key
    this.wasCurrent = isCurrent
  }

  close(): void {
    this.hasEnded = true
    clearTimeout(this.timer)
    this.forget()
  }

  private isOld(): boolean {
    return this.known !== null && performance.now() - this.known.at > keepMs
  }

  private forget(): void {
    for (const stop of this.unsubscribe) stop()
    this.unsubscribe = []
    this.known = null
    this.epoch += 1
  }

  private ask(): void {
    this.isAskedAgain = true
    if (this.isBusy || this.hasEnded) return
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      void this.look()
    }, togetherMs)
  }

  private async look(): Promise<void> {
    this.isBusy = true
    this.isAskedAgain = false
    this.lookedAt = performance.now()
    try {
      await this.compare()
    } catch (error) {
      this.tell(error)
    }
    this.isBusy = false
    if (this.isAskedAgain) this.ask()
  }

  private async compare(): Promise<void> {
    const { ctx, group } = this
    if (group === null || group.running !== null) return
    const reading = await this.read(group)
    // What was found while the group changed says nothing of it.
    if (this.group?.lastOperation?.id !== group.lastOperation?.id || this.hasEnded) return
    await saveDriftState(ctx.db, group.id, reading.state)
    await healByItself(ctx, group, reading)
  }

  private async read(group: DriftGroup): Promise<DriftReading> {
    try {
      this.known ??= await this.open(group)
    } catch {
      // Why it cannot be read is said below.
    }
    return readDrift(this.ctx.db, group, this.known ?? undefined)
  }

  /** Null where it was to be forgotten meanwhile. */
  private async open(group: DriftGroup): Promise<Known | null> {
    const { epoch } = this
    const client = await clusterClient(this.ctx, { id: group.clusterId })
    const watched = await readWatched(this.ctx.db, client, group)
    if (epoch !== this.epoch) return null
    const keys = new Set(
      [...watched.owned, ...watched.edits, ...watched.images].map(({ ref }) => refKey(ref)),
    )
    const caches = watched.kinds.map(({ apiVersion, kind, namespace }) =>
      client.cache({ apiVersion, kind, ...(namespace !== undefined && { namespace }) }),
    )
    this.unsubscribe = caches.map((cache) =>
      cache.subscribe(({ ref }) => {
        if (ref === null || keys.has(refKey(ref))) this.ask()
      }),
    )
    return { client, watched, caches, at: performance.now() }
  }
}
