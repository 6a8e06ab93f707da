import 'server-only'
import type { LaneGroupRecord } from '@/lib/db/lane-groups'
import { baseline } from '@/lib/domain/baseline'
import { followsLane } from '@/lib/domain/hops'
import type { RequestSample } from '@/lib/domain/request-sample'
import { simulate } from '@/lib/domain/simulate'
import { entryTags } from '@/lib/providers/entry-tags'
import { innerRouted } from '@/lib/providers/inner-routing'
import type { ServiceContext } from '@/lib/services/context'
import type { ProbeResult } from '@/lib/services/schemas/traffic'
import { carriedDocument } from './carried-document'

/**
 * Which versions of the entry's application should answer a request, as ready pods can carry it. With `byVersion`, where an
 * answer may speak of any application, nothing is expected as soon as a lane has no version of that one.
 */
export async function expectedAnswers(
  ctx: ServiceContext,
  group: LaneGroupRecord,
  sample: RequestSample,
  byVersion: boolean,
): Promise<ProbeResult['expected']> {
  const { document } = await carriedDocument(ctx, group.document)
  const { entries, lanes } = document.spec
  const entry = entries.find(({ name }) => name === sample.entry)
  const simulation = simulate(document, sample, innerRouted, entryTags)
  const shares = new Map<string, number>()
  let passesBy = false
  for (const { lane: tag, share } of simulation.shares) {
    const lane = lanes.find((one) => one.tag === tag)
    const answers = lane !== undefined && entry && followsLane(lane, entry.application, entry.application)
    const taker = answers ? tag : baseline
    passesBy ||= taker !== tag
    shares.set(taker, (shares.get(taker) ?? 0) + share)
  }
  return {
    rule: simulation.rule,
    pushed: group.pushedRevision === group.revision,
    shares: byVersion && passesBy ? null : [...shares].map(([lane, share]) => ({ lane, share })),
  }
}
