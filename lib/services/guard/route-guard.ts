import 'server-only'
import { getConnection } from '@/lib/db/clusters'
import { type GuardedGroup, listGuardedGroups } from '@/lib/db/guarded-groups'
import { findOperationTarget } from '@/lib/db/operation-target'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { connect } from '@/lib/k8s/connect'
import type { Reflector, ReflectorChange } from '@/lib/k8s/reflector'
import { log, logUnexpected } from '@/lib/log'
import type { ServiceContext } from '@/lib/services/context'
import { guardGroup } from './guard-group'
import { isWhole, podsOf, probationMs, type WatchedGroup, watchedGroup } from './watched-group'

const tickMs = 500
const earlyMs = 200
const longestPauseMs = 300_000

type Place = { client: ClusterClient; deployments: Reflector; unsubscribe: () => void }

/**
 * Sees to it that routes lead only to versions that have ready pods: when the pods of a pushed group come or go, and
 * nobody works on it, an operation brings its routes to what the pushed revision wants now. Several consoles may do so
 * at once: the operation is put in line once, and works under a lease. While a cluster cannot be read nothing is done.
 */
export function startRouteGuard(ctx: ServiceContext): { stop(): void } {
  const guard = new RouteGuard(ctx)
  return { stop: () => guard.stop() }
}

class RouteGuard {
  private readonly groups = new Map<string, WatchedGroup>()
  private readonly places = new Map<string, Place>()
  private readonly timer: NodeJS.Timeout
  private isTicking = false
  private isStarted = false
  private hasEnded = false

  constructor(private readonly ctx: ServiceContext) {
    this.timer = setInterval(() => void this.tick(), tickMs)
    this.timer.unref()
    void this.tick()
  }

  stop(): void {
    this.hasEnded = true
    clearInterval(this.timer)
    for (const { unsubscribe } of this.places.values()) unsubscribe()
  }

  /** Finds groups that are new, pushed anew or free again; what pods do is told by the watches. */
  private async tick(): Promise<void> {
    if (this.isTicking) return
    this.isTicking = true
    try {
      const rows = await listGuardedGroups(this.ctx.db)
      const known = new Set(rows.map(({ id }) => id))
      for (const id of this.groups.keys()) if (!known.has(id)) this.groups.delete(id)
      for (const row of rows) await this.take(row)
      this.isStarted = true
      await this.watchPlaces(rows)
    } catch (error) {
      if (!this.hasEnded) log().warn({ area: 'guard', err: error }, 'groups could not be looked for')
    }
    this.isTicking = false
    for (const group of this.groups.values()) this.look(group)
  }

  private async take(row: GuardedGroup): Promise<void> {
    const known = this.groups.get(row.id)
    if (known?.row.pushedRevision === row.pushedRevision) {
      const isNew = known.row.lastOperationId !== row.lastOperationId || known.row.isBusy !== row.isBusy
      known.row = row
      if (isNew) known.pods = null
      known.isSettled ||= isNew
      return
    }
    const target = await findOperationTarget(this.ctx.db, row.id, row.pushedRevision)
    if (!target) return
    // What was pushed under our eyes stands as this program writes it.
    const isSettled = known !== undefined || this.isStarted
    this.groups.set(row.id, watchedGroup(row, target.document, isSettled))
  }

  private async watchPlaces(rows: readonly GuardedGroup[]): Promise<void> {
    const wanted = new Map(rows.map((row) => [placeOf(row), row]))
    const clients = new Map<string, ClusterClient>()
    for (const { clusterId } of wanted.values()) {
      if (clients.has(clusterId)) continue
      clients.set(clusterId, connect(await getConnection(this.ctx.db, { id: clusterId })))
    }
    for (const [key, place] of this.places) {
      const row = wanted.get(key)
      if (row && clients.get(row.clusterId) === place.client) continue
      place.unsubscribe()
      this.places.delete(key)
    }
    for (const [key, { clusterId, namespace }] of wanted) {
      const client = clients.get(clusterId)
      if (client && !this.places.has(key) && !this.hasEnded) this.watch(key, client, namespace)
    }
  }

  private watch(key: string, client: ClusterClient, namespace: string): void {
    const deployments = client.cache({ apiVersion: 'apps/v1', kind: 'Deployment', namespace })
    // Whether a Service leads anywhere is asked of this copy.
    client.cache({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace })
    const told = ({ ref }: ReflectorChange) => {
      for (const group of this.groups.values())
        if (placeOf(group.row) === key && (ref === null || group.deployments.has(ref.name))) this.look(group)
    }
    this.places.set(key, { client, deployments, unsubscribe: deployments.subscribe(told) })
  }

  private look(group: WatchedGroup): void {
    const place = this.places.get(placeOf(group.row))
    if (!place || group.isUnderWay || group.row.isBusy || this.hasEnded) return
    // What is not current says nothing about pods.
    if (place.deployments.age() !== 0 || place.deployments.problem() !== null) return
    const live = place.deployments.list()
    const pods = podsOf(group, live)
    if (pods === group.pods && group.notBefore === 0) return
    const now = performance.now()
    if (pods === group.pods && now < group.notBefore) return
    if (pods === group.startedFor && now < group.blockedUntil) return
    // Nothing is known to be missing, and nothing was taken out.
    if (group.pods === null && group.row.lastKind !== 'guard' && isWhole(group, live)) {
      group.pods = pods
      return
    }
    group.isUnderWay = true
    void this.compare(group, place.client, pods)
  }

  private async compare(group: WatchedGroup, client: ClusterClient, pods: string): Promise<void> {
    const now = performance.now()
    if (pods !== group.pods) group.notBefore = now + probationMs(group.losses, now)
    try {
      const { outcome, reduces, isExact } = await guardGroup(this.ctx, client, group, now >= group.notBefore)
      if (outcome === 'started') this.started(group, pods, reduces)
      if (outcome === 'fine') {
        group.isSettled ||= isExact
        group.startedFor = null
      }
      if (outcome === 'early') group.notBefore = Math.max(group.notBefore, now + earlyMs)
      else group.notBefore = 0
      // After what was started ends, and after others' work, the next tick asks again.
      group.pods = outcome === 'busy' ? null : pods
      if (outcome === 'refused') this.pause(group)
      else if (outcome === 'fine') group.failures = 0
    } catch (error) {
      group.pods = pods
      this.pause(group)
      if (!(error instanceof AppError)) logUnexpected(error, { area: 'guard', group: group.row.name })
    } finally {
      group.isUnderWay = false
    }
  }

  /** Starting again for the same pods means that the last time did not help. */
  private started(group: WatchedGroup, pods: string, reduces: boolean): void {
    const now = performance.now()
    if (reduces) group.losses = [...group.losses, now].slice(-10)
    if (group.startedFor === pods) {
      this.pause(group)
      group.blockedUntil = group.notBefore
    } else group.failures = 0
    group.startedFor = pods
  }

  private pause(group: WatchedGroup): void {
    group.notBefore = performance.now() + Math.min(longestPauseMs, 1_000 * 2 ** group.failures)
    group.failures += 1
  }
}

const placeOf = ({ clusterId, namespace }: GuardedGroup): string => `${clusterId}/${namespace}`
