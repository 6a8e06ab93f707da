/**
 * The whole percents that Higress makes of canary weights, in their order; the route that the canaries stand beside has
 * what is left of 100. It reckons in 32-bit floats and cuts off, so 53 of 100 become 52.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/config/ingress_config.go
 */
export function higressPercents(weights: readonly number[], total: number): number[] {
  const { fround, trunc } = Math
  const whole = Math.max(
    total,
    weights.reduce((sum, weight) => sum + weight, 0),
  )
  return weights.map((weight) => trunc(fround(fround(fround(weight) / fround(whole)) * 100)))
}

/**
 * Canary weights and their total of which Higress makes just these shares; `rest` is the share of the route beside. Null
 * where there are none: a share that is no whole percent, or one that the cut-off takes a percent from.
 */
export function canaryWeights(
  shares: readonly number[],
  rest: number,
): { weights: number[]; total: number } | null {
  const total = shares.reduce((sum, share) => sum + share, rest)
  const percents = shares.map((share) => (100 * share) / total)
  const candidates = [
    { weights: [...shares], total },
    { weights: percents.map((percent) => percent * 10 + 5), total: 1_000 },
  ]
  const isExact = (candidate: { weights: readonly number[]; total: number }) =>
    higressPercents(candidate.weights, candidate.total).every((percent, index) => percent === percents[index])
  return percents.every(Number.isInteger) ? (candidates.find(isExact) ?? null) : null
}

/** What canary weights mean, as shares of which the last is the route's beside them. */
export function readWeights(weights: readonly number[], total: number): { shares: number[]; rest: number } {
  const sum = weights.reduce((known, weight) => known + weight, 0)
  const percents = higressPercents(weights, total)
  const isExact = percents.every((percent, index) => percent * total === 100 * (weights[index] ?? 0))
  if (isExact && sum <= total) return { shares: [...weights], rest: total - sum }
  return { shares: percents, rest: percents.reduce((left, percent) => left - percent, 100) }
}
