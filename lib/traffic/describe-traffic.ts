import { enoughRequests, wilsonInterval } from '@/lib/domain/wilson-interval'
import { histogramQuantile } from './histogram-quantile'
import type { ApplicationReading } from './traffic-source'

/** A lane as the reader knows it. `expected` is its configured share, null when conditions decide. */
export type DescribedLane = { lane: string; colour: number; expected: number | null }

export type DescribedVersion = DescribedLane & {
  requests: number | null
  rps: number | null
  share: number | null
  interval: [number, number] | null
  enough: boolean
  errorRate: number | null
  p50: number | null
  p95: number | null
  p99: number | null
}

const shortestRateSeconds = 1

/** The statistics of one application. A version that could not be measured makes the shares of all unknown. */
export function describeTraffic(
  reading: ApplicationReading,
  lanes: readonly DescribedLane[],
): DescribedVersion[] {
  const { counts, from, to, unmeasured } = reading
  const measured = reading.measuredAt !== 'none'
  const total = [...counts.values()].reduce((sum, { requests }) => sum + requests, 0)
  const sharesKnown = measured && unmeasured.size === 0
  const seconds = from === null || to === null ? 0 : (to - from) / 1000
  return lanes.map((lane): DescribedVersion => {
    if (!measured || unmeasured.has(lane.lane)) return { ...lane, ...unknown }
    const { requests, errors, buckets } = counts.get(lane.lane) ?? nothing
    return {
      ...lane,
      requests,
      rps: seconds < shortestRateSeconds ? null : requests / seconds,
      share: sharesKnown && total > 0 ? requests / total : null,
      interval: sharesKnown ? wilsonInterval(requests, total) : null,
      enough: sharesKnown && total >= enoughRequests,
      errorRate: requests > 0 ? Math.min(1, errors / requests) : null,
      p50: histogramQuantile(0.5, buckets),
      p95: histogramQuantile(0.95, buckets),
      p99: histogramQuantile(0.99, buckets),
    }
  })
}

/** The seconds of a window that the measurements of every application cover; 0 when one is unknown. */
export function coveredSeconds(readings: readonly ApplicationReading[], windowSeconds: number): number {
  const covered = readings.map(({ from, to }) => (from === null || to === null ? 0 : (to - from) / 1000))
  return readings.length === 0 ? 0 : Math.max(0, Math.min(windowSeconds, ...covered))
}

const nothing = { requests: 0, errors: 0, buckets: [] }
const unknown = {
  requests: null,
  rps: null,
  share: null,
  interval: null,
  enough: false,
  errorRate: null,
  p50: null,
  p95: null,
  p99: null,
}
