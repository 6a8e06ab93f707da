import { pickedByTag } from '@/lib/domain/entry-tags'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { normalRequest } from '@/lib/domain/normal-request'
import type { RequestSample } from '@/lib/domain/request-sample'
import { entryTags } from '@/lib/providers/entry-tags'
import type { Routes } from '@/lib/providers/provider'
import { type Answer, answerOf, placeOf, sameAnswer, withoutTags } from './answer'
import { type Door, doorOf } from './door'
import { expectedAnswer } from './expected-answer'
import type { Served } from './family'
import { readAnswer } from './read-answer'
import { placeOfServed, servedAnswer } from './served-answer'
import type { Stage } from './stage'
import { wireRequest } from './wire-request'

/** What the three parties say of one request; the party that does not agree with the document, if any. */
export type Comparison = {
  document: Answer
  read: Answer
  served: Answer
  wrong: 'read' | 'gateway' | 'both' | null
}

/** Asks the simulator, the routes that the provider read, and the gateway. */
export function compare(
  group: LaneGroupDocument,
  doors: readonly Door[],
  stage: Stage,
  drawn: RequestSample,
): Comparison {
  const { tagHeader } = group.spec
  // The plan says that names of cookies have no case there: what follows from that is not silent.
  const sample = stage.notices.has('CookieCase') ? { ...drawn, cookies: inOneCase(drawn.cookies) } : drawn
  if (sample.entry === '') return elsewhere(doors, stage, sample, tagHeader)
  const { features } = stage.provider
  const expected = expectedAnswer(group, sample, features)
  const seen = stage.tags === 'compared' ? (answer: Answer) => answer : withoutTags
  const document = seen(stage.rounded(expected.answer))
  const found = stage.read.get(sample.entry)
  // Where tags are not compared the rule of a parked lane is kept: its calls fall back.
  const kept = found && stage.tags === 'not compared' ? withoutParked(found, group) : found
  const obeyed = kept && stage.provider.inner?.always ? withCarried(kept, { group, sample }) : kept
  const routes = obeyed && withVersions(obeyed, { group, sample, stage })
  const read = routes ? seen(readAnswer(routes, sample, tagHeader, features)) : answerOf([['not read', 1]])
  const served = seen(servedAnswer(stage.serve, wireRequest(sample), tagHeader, expected.weights))
  return { document, read, served, wrong: wrongOf(sameAnswer(read, document), sameAnswer(served, document)) }
}

function inOneCase(cookies: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(cookies).map(([name, value]) => [name.toLowerCase(), value]))
}

function wrongOf(readAgrees: boolean, servedAgrees: boolean): Comparison['wrong'] {
  if (readAgrees && servedAgrees) return null
  if (readAgrees) return 'gateway'
  return servedAgrees ? 'read' : 'both'
}

/** At a door that is no entry's nothing may change, but for a tag header that a shared route removes. */
function elsewhere(
  doors: readonly Door[],
  stage: Stage,
  sample: RequestSample,
  tagHeader: string,
): Comparison {
  const door = doorOf(doors, sample)
  const request = wireRequest(sample)
  const serviceOnly = (serve: Stage['serve']) =>
    answerOf([
      [
        placeOfServed(
          untagged(
            serve(request)(() => 0.5),
            tagHeader,
          ),
          tagHeader,
        ),
        1,
      ],
    ])
  const document = door ? answerOf([[placeOf(door.service, 80, null), 1]]) : serviceOnly(stage.serveBefore)
  const served = serviceOnly(stage.serve)
  const agrees = sameAnswer(served, document) && sameAnswer(serviceOnly(stage.serveBefore), document)
  return { document, read: document, served, wrong: agrees ? null : 'gateway' }
}

function untagged(served: Served, tagHeader: string): Served {
  if ('status' in served) return served
  const { [tagHeader.toLowerCase()]: _tag, ...headers } = served.headers
  return { ...served, headers }
}

function withoutParked(routes: Routes, { spec }: LaneGroupDocument): Routes {
  const parked = new Set(spec.lanes.flatMap(({ tag, state }) => (state !== 'active' ? [tag] : [])))
  const { service } = routes.base
  return {
    ...routes,
    rules: routes.rules.map((rule) => ({
      ...rule,
      targets: rule.targets.map((target) => (parked.has(target.lane) ? { ...target, service } : target)),
    })),
  }
}

/** Where agents route the entry and the tag policy is open, a rule on top for the lane that the call's tag picks. */
function withCarried(
  routes: Routes,
  { group, sample }: { group: LaneGroupDocument; sample: RequestSample },
): Routes {
  if (routes.tagPolicy === 'closed') return routes
  const entry = group.spec.entries.find(({ name }) => name === sample.entry)
  const lane = pickedByTag(group, entry, normalRequest(sample), entryTags)
  if (lane === null) return routes
  const { service } = routes.base
  const hasVersion =
    lane.state === 'active' && lane.versions.some(({ application }) => application === entry?.application)
  const own = hasVersion ? { ...service, name: `${service.name}-${lane.tag}` } : service
  const picked = { name: 'tag', targets: [{ lane: lane.tag, weight: 1, service: own, setTag: null }] }
  return { ...routes, rules: [picked, ...routes.rules] }
}

/** A version behind the baseline's Service has the place that a Service of its own would have. */
function withVersions(
  routes: Routes,
  { group, sample, stage }: { group: LaneGroupDocument; sample: RequestSample; stage: Stage },
): Routes {
  const { provider } = stage
  const entry = group.spec.entries.find(({ name }) => name === sample.entry)
  if (provider.laneService?.(provider.settings.parse(entry?.settings ?? {})) !== 'shared') return routes
  const { name, port } = routes.base.service
  const own = group.spec.lanes
    .filter(({ versions }) => versions.some(({ application }) => application === entry?.application))
    .map(({ tag }) => tag)
  return {
    ...routes,
    rules: routes.rules.map((rule) => ({
      ...rule,
      targets: rule.targets.map((target) =>
        own.includes(target.lane) ? { ...target, service: { name: `${name}-${target.lane}`, port } } : target,
      ),
    })),
  }
}
