import type { Bucket } from './histogram-quantile'

/** The counters kept of one version: requests, failed ones (5xx), and cumulative buckets of seconds. */
export const requestsCounter = 'requests'
export const errorsCounter = 'errors'
const bucketPrefix = 'le='

export const bucketCounter = (seconds: number): string => `${bucketPrefix}${seconds}`

/** The counter of one version among those of its application. */
export const laneCounter = (lane: string, counter: string): string => `${lane} ${counter}`

export type VersionCounts = { requests: number; errors: number; buckets: Bucket[] }

/** The counters of an application, apart by lane again. */
export function countsByLane(counters: ReadonlyMap<string, number>): Map<string, VersionCounts> {
  const byLane = new Map<string, VersionCounts>()
  for (const [name, value] of counters) {
    const [lane = '', counter = ''] = name.split(' ')
    const counts = byLane.get(lane) ?? { requests: 0, errors: 0, buckets: [] }
    byLane.set(lane, counts)
    if (counter === requestsCounter) counts.requests = value
    else if (counter === errorsCounter) counts.errors = value
    else counts.buckets.push({ le: Number(counter.slice(bucketPrefix.length)), count: value })
  }
  return byLane
}

/** Adds to a counter of a map. */
export function increment(counters: Map<string, number>, name: string, value: number): void {
  counters.set(name, (counters.get(name) ?? 0) + value)
}
