/** A cumulative bucket: how many observations were at most `le`. */
export type Bucket = { le: number; count: number }

/**
 * The quantile `q` of cumulative buckets, as PromQL's `histogram_quantile` computes it: linear within the
 * bucket, the lowest bucket starts at 0, and what falls in the infinite bucket is the highest finite bound.
 * Null without observations or without an infinite bucket.
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
 */
export function histogramQuantile(q: number, buckets: readonly Bucket[]): number | null {
  const sorted = monotonic(buckets)
  const last = sorted.at(-1)
  if (last === undefined || last.le !== Number.POSITIVE_INFINITY || sorted.length < 2 || !(last.count > 0))
    return null
  const rank = q * last.count
  const index = sorted.findIndex((bucket) => bucket.count >= rank)
  const bucket = sorted[index]
  const below = sorted[index - 1]
  if (bucket === undefined || bucket === last) return sorted.at(-2)?.le ?? null
  if (below === undefined && bucket.le <= 0) return bucket.le
  const start = below?.le ?? 0
  const before = below?.count ?? 0
  return start + ((bucket.le - start) * (rank - before)) / (bucket.count - before)
}

/** Sorted by bound; a count below its predecessor's (buckets read while they rise) is raised to it. */
function monotonic(buckets: readonly Bucket[]): Bucket[] {
  let highest = 0
  return [...buckets]
    .sort((a, b) => a.le - b.le)
    .map(({ le, count }) => {
      highest = Math.max(highest, count)
      return { le, count: highest }
    })
}
