import { baseline } from './baseline'
import type { Entry } from './entry'
import { agentTagHeader } from './inner-hops'
import type { Lane } from './lane'
import type { LaneGroupDocument } from './lane-group'
import { valueNamed } from './named-values'
import type { NormalRequest } from './normal-request'
import { rulesOfEntry } from './rules-of-entry'

/** What routes an entry does with the tag header. */
export type EntryTags = {
  /** It writes the tag of a lane on the lane's requests. */
  sets: boolean
  /** With a closed tag policy it takes a client's own tag off what goes to the baseline. */
  removes: boolean
  /** With an open tag policy a client's own tag goes before the rules: the entry is routed as calls behind it are. */
  obeys: boolean
}

/** What the gateway of an entry does with the tag header. */
export type EntryTagsOf = (entry: Entry) => EntryTags

/** What holds as long as nothing is known of the entries' providers. */
export const usualTags: EntryTagsOf = () => ({ sets: true, removes: true, obeys: false })

/** The tag that a client sent itself; null for none. */
function ownTag({ headers }: NormalRequest, tagHeader: string): string | null {
  return valueNamed(headers, tagHeader.toLowerCase()) || null
}

/**
 * The lane that a client's own tag picks before any rule is asked, as it does where agents route the entry itself and the
 * tag policy is open: one that a rule of the entry leads to and that passes tags on. Where no rule leads to any lane the
 * agents are left to themselves, and follow each. Null where the rules decide.
 */
export function pickedByTag(
  group: LaneGroupDocument,
  entry: Entry | undefined,
  request: NormalRequest,
  tagsOf: EntryTagsOf,
): Lane | null {
  if (entry === undefined || group.spec.tagPolicy === 'closed' || !tagsOf(entry).obeys) return null
  const laneOf = (header: string) =>
    group.spec.lanes.find((candidate) => candidate.tag === ownTag(request, header)) ?? null
  const taking = rulesOfEntry(group, entry.name)
    .flatMap((rule) => rule.targets)
    .flatMap((target) => (target.weight > 0 ? [target.lane] : []))
  const led = group.spec.lanes.filter(
    ({ tag: own, passTag, versions }) =>
      taking.includes(own) &&
      (passTag || versions.some(({ application }) => application === entry.application)),
  )
  if (led.length === 0) return laneOf(agentTagHeader)
  const lane = laneOf(group.spec.tagHeader)
  return lane?.passTag && led.includes(lane) ? lane : null
}

/**
 * The tag that a request carries behind an entry whose rules sent it to a lane (a tag or `baseline`); null for none. What
 * an entry does not set the client may have sent.
 */
export function tagBehind(input: {
  group: LaneGroupDocument
  entry: Entry | undefined
  request: NormalRequest
  lane: string
  tagsOf: EntryTagsOf
}): string | null {
  const { group, entry, request, tagsOf } = input
  const lane = group.spec.lanes.find(({ tag }) => tag === input.lane)
  if (entry === undefined) return lane?.passTag ? lane.tag : null
  const { sets, removes, obeys } = tagsOf(entry)
  const own = ownTag(request, group.spec.tagHeader)
  const left = removes && group.spec.tagPolicy === 'closed' ? null : own
  const hasVersion = lane?.versions.some(({ application }) => application === entry.application) ?? false
  if (lane === undefined || input.lane === baseline) return left
  if (sets) return lane.passTag ? lane.tag : obeys || !hasVersion ? left : null
  // A pod of the lane gives its own tag to calls that carry none.
  return own ?? (hasVersion && lane.passTag ? lane.tag : null)
}
