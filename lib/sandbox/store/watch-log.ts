import { type Kind, kindKey } from './kinds'
import type { StoreEvent } from './store'

type KindLog = { events: StoreEvent[]; floor: number }

const keptPerKind = 4_000

/** The latest events of each kind, so that a watch can go on from a version that its client has seen. */
export class WatchLog {
  private readonly logs = new Map<string, KindLog>()

  /** `floor` is the version before which nothing was kept. */
  constructor(private readonly initialFloor: number) {}

  /** Appends one event; the oldest half is dropped when twice the kept number is reached. */
  append(event: StoreEvent): void {
    const key = kindKey(event.kind)
    let log = this.logs.get(key)
    if (log === undefined) {
      log = { events: [], floor: this.initialFloor }
      this.logs.set(key, log)
    }
    log.events.push(event)
    if (log.events.length < keptPerKind * 2) return
    const dropped = log.events.splice(0, keptPerKind)
    const last = dropped[dropped.length - 1]
    if (last !== undefined) log.floor = versionOf(last)
  }

  /** The oldest version from which a watch of the kind can start. */
  floor(kind: Kind): number {
    return this.logs.get(kindKey(kind))?.floor ?? this.initialFloor
  }

  /** Events after `version`, or undefined when some of them are gone. */
  since(kind: Kind, version: number): readonly StoreEvent[] | undefined {
    if (version < this.floor(kind)) return undefined
    const events = this.logs.get(kindKey(kind))?.events ?? []
    return events.slice(firstAfter(events, version))
  }
}

function versionOf(event: StoreEvent): number {
  return Number(event.object.metadata.resourceVersion)
}

function firstAfter(events: readonly StoreEvent[], version: number): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >> 1
    const event = events[middle]
    if (event !== undefined && versionOf(event) <= version) low = middle + 1
    else high = middle
  }
  return low
}
