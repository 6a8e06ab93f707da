import type { GatewayMetrics } from '@/lib/domain/gateway-metrics'
import type { Words } from '@/lib/words/sentence'
import type { VersionCounts } from './counter-names'

/** A version of an application as the cluster knows it: its Deployment and, if it has one, its Service. */
export type TargetVersion = { lane: string; deployment: string; service: string | null }

export type TargetApplication = {
  application: string
  /** The gateways of the entries that lead to this application, null for one that cannot be read; empty for inner hops. */
  gateways: readonly (GatewayMetrics | null)[]
  versions: readonly TargetVersion[]
}

/** What is measured of a group. */
export type TrafficTarget = { group: string; namespace: string; applications: readonly TargetApplication[] }

/** The increase of one application's counters over the covered part of a window. */
export type ApplicationReading = {
  application: string
  /** `none`: nothing is known, and `counts` is empty. */
  measuredAt: 'gateway' | 'pods' | 'none'
  /** Epoch milliseconds between which the counts are complete; null when nothing is known. */
  from: number | null
  to: number | null
  /** By lane. A lane that is missing took no request, unless it stands in `unmeasured`. */
  counts: ReadonlyMap<string, VersionCounts>
  /** Lanes of which some pod runs but cannot be read. */
  unmeasured: ReadonlySet<string>
}

export type TrafficReading = {
  /** When the newest measurement began, in epoch milliseconds. */
  asOf: number | null
  problem: Words | null
  applications: readonly ApplicationReading[]
}

/** Where per-version counts come from. */
export interface TrafficSource {
  readonly id: 'scrape' | 'prometheus'
  /** Counts of the last `windowSeconds`, measured now or a moment ago. */
  read(target: TrafficTarget, windowSeconds: number): Promise<TrafficReading>
  /** Measures now and then without a reader, so that the first one finds a history. Call it every few seconds. */
  keep(target: TrafficTarget): Promise<void>
}
