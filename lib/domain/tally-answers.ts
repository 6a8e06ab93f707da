import { answeringLane, type KnownVersions, type ProbedAnswer, unknownLane } from './answering-lane'
import type { LaneShare } from './effective-targets'
import { enoughRequests, wilsonInterval } from './wilson-interval'

/** How often a version answered, beside what was expected. Shares are 0..1. */
export type LaneTally = {
  lane: string
  count: number
  /** Of all requests, with the 95 % Wilson interval. */
  share: number
  interval: [number, number]
  /** Null where no share can be told. */
  expected: number | null
  /** Whether the interval holds the expected share; null without one, and while some answers do not say who gave them. */
  fits: boolean | null
  /** Whether there are enough requests to judge a share that fits. */
  enough: boolean
}

/**
 * The versions that answered, in the order of their first answers, then those that were expected and did not. `expected`
 * is null where the rules do not tell.
 */
export function tallyAnswers(
  answers: readonly ProbedAnswer[],
  known: KnownVersions,
  expected: readonly LaneShare[] | null,
): LaneTally[] {
  const total = answers.length
  const counts = new Map<string, number>()
  for (const answer of answers) {
    const lane = answeringLane(answer, known)
    counts.set(lane, (counts.get(lane) ?? 0) + 1)
  }
  const told = !counts.has(unknownLane)
  for (const { lane, share } of expected ?? []) if (share > 0 && !counts.has(lane)) counts.set(lane, 0)
  return [...counts].map(([lane, count]) => {
    const interval = wilsonInterval(count, total) ?? [0, 1]
    const wanted = expected?.find((one) => one.lane === lane)?.share ?? 0
    const compared = expected !== null && lane !== unknownLane
    return {
      ...{ lane, count, share: total === 0 ? 0 : count / total, interval },
      expected: compared ? wanted : null,
      fits: compared && told && total > 0 ? interval[0] <= wanted && wanted <= interval[1] : null,
      enough: total >= enoughRequests,
    }
  })
}
