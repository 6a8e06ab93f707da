import { baseline } from '@/lib/domain/baseline'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import { simulate } from '@/lib/domain/simulate'
import { entryTags } from '@/lib/providers/entry-tags'
import type { Feature } from '@/lib/providers/feature'
import { innerRouted } from '@/lib/providers/inner-routing'
import { type Answer, answerOf, placeOf } from './answer'

/**
 * Where the document says that a request at an entry goes: the simulator's shares, and the Services and tags of lanes.
 * `weights` are the shares of the deciding rule's targets as they are written, parked lanes and all.
 */
export function expectedAnswer(
  group: LaneGroupDocument,
  sample: RequestSample,
  features: ReadonlySet<Feature>,
): { answer: Answer; weights: number[] } {
  const { shares, rule } = simulate(group, sample, innerRouted, entryTags)
  const targets = group.spec.rules.find(({ name }) => name === rule)?.targets ?? []
  const sum = targets.reduce((total, { weight }) => total + weight, 0)
  return {
    answer: answerOf(shares.map(({ lane, share }) => [placeOfLane(group, sample, lane, features), share])),
    weights: sum > 0 ? targets.map(({ weight }) => weight / sum) : [],
  }
}

/** A lane's Service is `{application}-{tag}`; one without the entry's application only writes its tag. */
function placeOfLane(
  { spec }: LaneGroupDocument,
  sample: RequestSample,
  tag: string,
  features: ReadonlySet<Feature>,
): string {
  const entry = spec.entries.find(({ name }) => name === sample.entry)
  const application = spec.applications.find(({ name }) => name === entry?.application)
  const { name = '', port = 0 } = application?.service ?? {}
  const lane = spec.lanes.find((candidate) => candidate.tag === tag)
  const hasVersion = lane?.versions.some((version) => version.application === application?.name) ?? false
  const own = sentTag(sample, spec.tagHeader)
  const isBaseline = tag === baseline || lane === undefined || (!hasVersion && !lane.passTag)
  const service = !isBaseline && hasVersion ? `${name}-${tag}` : name
  if (isBaseline) {
    // Routes are left as they are until some lane could take requests.
    const isUsed = spec.lanes.some(({ state, versions }) => state === 'active' && versions.length > 0)
    const removed = isUsed && spec.tagPolicy === 'closed' && features.has('remove-tag')
    return placeOf(service, port, removed ? null : own)
  }
  if (!features.has('set-tag')) return placeOf(service, port, own)
  return placeOf(service, port, lane.passTag ? tag : 'base')
}

/** The tag that the client itself sent. */
export function sentTag({ headers }: RequestSample, tagHeader: string): string | null {
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === tagHeader.toLowerCase())
  return found?.[1] ?? null
}
