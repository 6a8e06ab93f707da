import { baseline } from '@/lib/domain/baseline'
import { tagBehind } from '@/lib/domain/entry-tags'
import { hopsOf } from '@/lib/domain/hops'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { normalRequest } from '@/lib/domain/normal-request'
import type { RequestSample } from '@/lib/domain/request-sample'
import { simulate } from '@/lib/domain/simulate'
import { entryTags } from '@/lib/providers/entry-tags'
import { innerRouted } from '@/lib/providers/inner-routing'
import type { Served } from './constant-load'

/**
 * What may answer: the rules of these documents, with these images of the baseline's first application. `through` is the
 * image of what passes everything on, where something does: then it is the one that is seen. `chain` is the whole chain where
 * what the entry leads to shows nothing of itself in it.
 */
export type Permitted = {
  documents: LaneGroupDocument[]
  images: Set<string>
  through?: string | undefined
  chain?: string | undefined
}
type State = Permitted & { from: number; until: number }

/** How long after its operation the gateways may still answer by the rules from before. */
const settleMs = 150
/** No request takes longer, so what was permitted before that is asked for no more. */
const longestRequestMs = 60_000

/**
 * The sequence of what a group's rules allow: at rest what one document says, during an operation what the document
 * before or the one after says.
 */
export class RoutedStates {
  private readonly states: State[] = []

  constructor(first: Permitted) {
    this.states.push({ ...first, from: 0, until: Number.POSITIVE_INFINITY })
  }

  /** An operation is about to begin; what it leads to is added as soon as it is known. */
  begin(): Permitted {
    const state = this.next()
    this.states.push(state)
    return state
  }

  /** The operation has ended: from a moment later only this. */
  settle(permitted: Permitted): void {
    const last = this.states.at(-1)
    const at = performance.now() + settleMs
    if (last) last.until = at
    while ((this.states[0]?.until ?? at) < at - longestRequestMs) this.states.shift()
    this.states.push({ ...permitted, from: at, until: Number.POSITIVE_INFINITY })
  }

  /** Why an answer is not one that its time allows; null when it is. */
  complaint(served: Served): string | null {
    const { status, ready, image, body, start, end, sample } = served
    if (status !== 200) return `status ${status} after ${Math.round(end - start)} ms: ${body.slice(0, 200)}`
    if (ready !== 'true') return `${served.pod} is not ready`
    const states = this.states.filter(({ from, until }) => from <= end && until >= start)
    const chain = chainOf(body)
    const allowed = new Map<string, Set<string>>()
    for (const state of states)
      for (const document of state.documents) addAnswers(allowed, document, sample, state)
    const through = states[0]?.through
    const imagesOf = allowed.get(chain)
    if (imagesOf === undefined) return `${chain} is none of ${[...allowed.keys()].join(' | ')}`
    if (through !== undefined) return image === through ? null : `${image} instead of ${through}`
    return imagesOf.has(image) ? null : `${chain} by ${image}, none of ${[...imagesOf].join(' | ')}`
  }

  private next(): State {
    const last = this.states.at(-1)
    const at = performance.now()
    if (!last) throw new Error('no state')
    last.until = at
    return {
      ...last,
      documents: [...last.documents],
      images: new Set(last.images),
      from: at,
      until: Number.POSITIVE_INFINITY,
    }
  }
}

/** `Agray[10.0.0.1] -> B[10.0.0.2]` without the addresses. */
const chainOf = (body: string): string => body.replace(/\[[^\]]*\]/g, '').trim()

/**
 * What may answer while a lane's versions become others: new ones are made before old ones go, and the calls between
 * applications find whichever are there.
 */
export function between(before: LaneGroupDocument, after: LaneGroupDocument): LaneGroupDocument[] {
  return [withVersionsOf(before, after), withVersionsOf(after, before)]
}

/**
 * What may answer while a lane's versions come up or go where its rules stay: each application falls back by itself as
 * long as its version has no ready pod.
 */
export function whileSomeAreReady(document: LaneGroupDocument): LaneGroupDocument[] {
  const { spec } = document
  return spec.lanes.flatMap((lane) => {
    const some = Array.from({ length: 2 ** lane.versions.length - 1 }, (_, place) =>
      lane.versions.filter((_version, at) => (place + 1) & (1 << at)),
    )
    return some.map((versions) => {
      const coming = { ...lane, state: 'active' as const, versions }
      const lanes = spec.lanes.map((one) => (one === lane ? coming : one))
      return { ...document, spec: { ...spec, lanes } }
    })
  })
}

function withVersionsOf(one: LaneGroupDocument, other: LaneGroupDocument): LaneGroupDocument {
  const lanes = one.spec.lanes.map((lane) => {
    const there = new Set(lane.versions.map(({ application }) => application))
    const same = other.spec.lanes.find(({ tag }) => tag === lane.tag)
    const more = same?.versions.filter(({ application }) => !there.has(application)) ?? []
    return { ...lane, versions: [...lane.versions, ...more] }
  })
  return { ...one, spec: { ...one.spec, lanes } }
}

/** The chains that a document allows for a request, each with the images that its first link may have. */
function addAnswers(
  allowed: Map<string, Set<string>>,
  document: LaneGroupDocument,
  sample: RequestSample,
  { images: ofBaseline, chain: fixed }: Permitted,
): void {
  for (const { chain, image } of answersOf(document, sample)) {
    const images = allowed.get(fixed ?? chain) ?? new Set<string>()
    for (const one of image === null ? ofBaseline : [image]) images.add(one)
    allowed.set(fixed ?? chain, images)
  }
}

/** One answer that a document allows; `image` is that of the lane's own version at its beginning, null for the baseline's. */
type Allowed = { chain: string; image: string | null }
const known = new WeakMap<LaneGroupDocument, Map<RequestSample, Allowed[]>>()

function answersOf(document: LaneGroupDocument, sample: RequestSample): Allowed[] {
  const ofDocument = known.get(document) ?? new Map<RequestSample, Allowed[]>()
  known.set(document, ofDocument)
  const found = ofDocument.get(sample) ?? simulatedAnswers(document, sample)
  ofDocument.set(sample, found)
  return found
}

function simulatedAnswers(document: LaneGroupDocument, sample: RequestSample): Allowed[] {
  const { spec } = document
  const entry = spec.entries.find(({ name }) => name === sample.entry)
  const request = normalRequest(sample)
  // Pods show the tag that agents know; lanes of other conventions look like the baseline, but for their image.
  const shows = spec.convention === 'mse'
  return simulate(document, sample, innerRouted, entryTags)
    .shares.filter(({ share }) => share > 0)
    .map(({ lane }) => {
      const carried = tagBehind({ group: document, entry, request, lane, tagsOf: entryTags })
      const hops = hopsOf(document, entry, lane, innerRouted, carried)
      const chain = hops.map((hop) => link(hop.application, shows ? hop.lane : baseline)).join(' -> ')
      const [first] = hops
      const own = spec.lanes
        .find(({ tag }) => tag === first?.lane)
        ?.versions.find(({ application }) => application === first?.application)
      return { chain, image: own?.image ?? null }
    })
}

const link = (application: string, lane: string): string =>
  `${application.slice(-1).toUpperCase()}${lane === baseline ? '' : lane}`
