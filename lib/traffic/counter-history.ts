/** Cumulative counters by name, as one scrape of one source shows them. */
export type Counters = ReadonlyMap<string, number>

/**
 * What one source (a pod) showed. `counters` is null when it runs but could not be read; `startedAt` is when its
 * counters were 0, in epoch milliseconds, or null when that is not known.
 */
export type SourceReading = { source: string; startedAt: number | null; counters: Counters | null }

type Snapshot = { at: number; values: Float64Array }

const fineSeconds = 600
const coarseStepSeconds = 10
const keptVanished = 1000

/**
 * The increase of counters over any window, to the last request: no rates, no extrapolation. Sources add up under
 * the counters' names; a reset counts from 0 again; what a vanished source had counted stays. Memory is bounded:
 * every snapshot of the last 10 minutes, then one in 10 seconds up to `keepSeconds`.
 */
export class CounterHistory {
  private readonly names = new Map<string, number>()
  private readonly totals: number[] = []
  private readonly sources = new Map<string, { startedAt: number | null; counters: Map<string, number> }>()
  private readonly unread = new Set<string>()
  private snapshots: Snapshot[] = []

  constructor(private readonly keepSeconds: number) {}

  /** Takes one scrape of all sources that exist now. `at` is when the scrape began, and must rise. */
  record(at: number, readings: readonly SourceReading[]): void {
    const first = this.snapshots.length === 0
    if (first && readings.every((reading) => reading.counters === null) && readings.length > 0) {
      for (const reading of readings) this.unread.add(reading.source)
      return
    }
    let restart = false
    for (const reading of readings) restart = this.take(reading, first) || restart
    this.forget(new Set(readings.map((reading) => reading.source)))
    if (restart) this.snapshots = []
    if (first) this.snapshots.push(...this.origin(at, readings))
    this.snapshots.push({ at, values: Float64Array.from(this.totals) })
    this.thin(at)
  }

  /** The increases since `since`, and from which moment on they are complete; null before the first scrape. */
  increase(since: number): { from: number; to: number; counters: Map<string, number> } | null {
    const start = this.snapshots.find((snapshot) => snapshot.at >= since) ?? this.snapshots.at(-1)
    const end = this.snapshots.at(-1)
    if (start === undefined || end === undefined) return null
    const counters = new Map<string, number>()
    for (const [name, index] of this.names) {
      counters.set(name, (end.values[index] ?? 0) - (start.values[index] ?? 0))
    }
    return { from: start.at, to: end.at, counters }
  }

  /** How many snapshots are kept now. */
  get size(): number {
    return this.snapshots.length
  }

  /** Adds one source's increase; true when its past is unknown, so that nothing before now is complete. */
  private take({ source, startedAt, counters }: SourceReading, first: boolean): boolean {
    const known = this.sources.get(source)
    if (counters === null) {
      if (first) this.unread.add(source)
      return false
    }
    const pastUnknown = !known && !first && this.unread.delete(source)
    const restarted = known !== undefined && known.startedAt !== startedAt
    const last = known?.counters ?? new Map<string, number>()
    for (const [name, value] of counters) {
      if (!Number.isFinite(value)) continue
      const before = restarted ? 0 : (last.get(name) ?? 0)
      this.add(name, pastUnknown ? 0 : value >= before ? value - before : value)
      last.set(name, value)
    }
    this.sources.set(source, { startedAt, counters: last })
    return pastUnknown
  }

  private add(name: string, increase: number): void {
    const index = this.names.get(name) ?? this.names.size
    this.names.set(name, index)
    this.totals[index] = (this.totals[index] ?? 0) + increase
  }

  /** A source may be missing from one list and be back in the next, so vanished ones are kept while there is room. */
  private forget(present: ReadonlySet<string>): void {
    for (const source of this.unread) if (!present.has(source)) this.unread.delete(source)
    for (const source of this.sources.keys()) {
      if (this.sources.size <= present.size + keptVanished) return
      if (!present.has(source)) this.sources.delete(source)
    }
  }

  /** All counters were 0 when the oldest source started, if every one's start is known and it was read. */
  private origin(at: number, readings: readonly SourceReading[]): Snapshot[] {
    let oldest = at
    for (const { startedAt, counters } of readings) {
      if (startedAt === null || counters === null) return []
      oldest = Math.min(oldest, startedAt)
    }
    return oldest < at ? [{ at: oldest, values: new Float64Array(0) }] : []
  }

  private thin(now: number): void {
    const fine = now - fineSeconds * 1000
    const oldest = now - this.keepSeconds * 1000
    let previous = Number.NEGATIVE_INFINITY
    this.snapshots = this.snapshots.filter(({ at }) => {
      if (at < oldest) return false
      if (at < fine && at - previous < coarseStepSeconds * 1000) return false
      previous = at
      return true
    })
  }
}
