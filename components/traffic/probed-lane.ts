import { baseline } from '@/lib/domain/baseline'

/** The lane a request went through: the first hop that is not the baseline. */
export function probedLane(hops: readonly { lane: string }[]): string {
  return hops.find(({ lane }) => lane !== baseline)?.lane ?? baseline
}
