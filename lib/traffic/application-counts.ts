import { CounterHistory, type Counters, type SourceReading } from './counter-history'
import { countsByLane, laneCounter } from './counter-names'
import type { ApplicationReading } from './traffic-source'

export type Place = 'gateway' | 'pods'

/** One scraped pod: what it counted by lane, or null when it could not be read. */
export type PodReading = {
  uid: string
  startedAt: number | null
  leaving: boolean
  /** The lanes whose counts are unknown while this pod cannot be read. */
  lanes: readonly string[]
  byLane: ReadonlyMap<string, Counters> | null
  instrumented: boolean
}

/** A pod may be late for so long before what it counts is called unknown. */
const toleranceMs = 5000

/** What is known of one application's traffic, at one place of measurement. */
export class ApplicationCounts {
  private history: CounterHistory
  private place: Place | null = null
  private instrumented = false
  private readonly silentSince = new Map<string, number>()
  private unmeasured = new Set<string>()

  constructor(
    readonly application: string,
    private readonly keepSeconds: number,
  ) {
    this.history = new CounterHistory(keepSeconds)
  }

  /** Takes one scrape. Counts of two places never mix: a change of place starts again. */
  record(at: number, place: Place, pods: readonly PodReading[]): void {
    if (this.place !== place) {
      this.place = place
      this.history = new CounterHistory(this.keepSeconds)
      this.instrumented = false
    }
    this.instrumented ||= pods.some((pod) => pod.instrumented)
    this.noteSilent(at, pods)
    this.history.record(at, pods.map(readingOf))
  }

  reading(since: number): ApplicationReading {
    const increase = this.instrumented ? this.history.increase(since) : null
    const { application, place } = this
    if (increase === null || place === null) {
      const unmeasured = new Set<string>()
      return { application, measuredAt: 'none', from: null, to: null, counts: new Map(), unmeasured }
    }
    const { from, to, counters } = increase
    const counts = countsByLane(counters)
    return { application, measuredAt: place, from, to, counts, unmeasured: this.unmeasured }
  }

  private noteSilent(at: number, pods: readonly PodReading[]): void {
    const silent = pods.filter((pod) => pod.byLane === null && !pod.leaving)
    const uids = new Set(silent.map((pod) => pod.uid))
    for (const uid of this.silentSince.keys()) if (!uids.has(uid)) this.silentSince.delete(uid)
    for (const uid of uids) if (!this.silentSince.has(uid)) this.silentSince.set(uid, at)
    const isLate = ({ uid }: PodReading) => at - (this.silentSince.get(uid) ?? at) >= toleranceMs
    this.unmeasured = new Set(silent.filter(isLate).flatMap((pod) => pod.lanes))
  }
}

function readingOf({ uid, startedAt, byLane }: PodReading): SourceReading {
  if (byLane === null) return { source: uid, startedAt, counters: null }
  const counters = new Map<string, number>()
  for (const [lane, counts] of byLane) {
    for (const [name, value] of counts) counters.set(laneCounter(lane, name), value)
  }
  return { source: uid, startedAt, counters }
}
