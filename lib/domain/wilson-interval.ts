const z = 1.959963984540054

/**
 * The 95 % Wilson score interval of a share: `count` of `total`. Unlike the normal approximation it stays
 * within 0..1 and is honest near the ends, where a new lane's share lies.
 * @see https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval
 */
export function wilsonInterval(count: number, total: number): [number, number] | null {
  if (!(total > 0)) return null
  const share = count / total
  const spread = (z * z) / total
  const centre = (share + spread / 2) / (1 + spread)
  const half = (z / (1 + spread)) * Math.sqrt((share * (1 - share)) / total + spread / (4 * total))
  return [count === 0 ? 0 : Math.max(0, centre - half), count === total ? 1 : Math.min(1, centre + half)]
}

/**
 * A share is judged from 100 requests to the application on: from there the 95 % interval is within
 * ±10 points whatever the share is.
 */
export const enoughRequests = 100
