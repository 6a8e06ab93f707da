import type { KubeObject } from '@/lib/domain/kube-object'
import type { Convention, LaneGroupDocument } from '@/lib/domain/lane-group'
import type { GatewayName } from '@/lib/sandbox/gateways/families'
import type { KubeObject as StoredObject } from '@/lib/sandbox/store/object'
import type { Answer } from './answer'
import type { Door, UserRoute } from './door'
import type { Mutation } from './mutation'
import type { WireRequest } from './wire-request'

/** What a gateway makes of one request: the backend's Service and the headers that it sees, or a status of its own. */
export type Served =
  | { service: string; port: number | string; headers: Record<string, string> }
  | { status: number }

/**
 * What a gateway does with one request, as often as it is asked; `random` gives its draws, 0 up to 1. One that goes in turns
 * says after how many requests they begin again.
 */
export type Serve = (request: WireRequest) => ((random: () => number) => Served) & { cycle?: number }

/**
 * What is drawn less often because nearly all of it is refused (rules beyond a number, lanes beyond one in the rules) or never
 * because it means nothing (hosts and paths where an entry is an application, shares that are no whole percents).
 */
export type DrawHints = {
  rules?: number
  oneLane?: boolean
  byApplication?: true
  wholePercents?: true
  /** Pods are what shares are made of: the baseline always has one, and lanes have versions of entries' applications only. */
  byPods?: true
  /** Features that are not drawn together: each document is drawn without those of one pattern. */
  without?: readonly RegExp[]
}

/** What a gateway knows beside the stored objects: which pods there are follows from the document. */
export type Around = { document: LaneGroupDocument; doors: readonly Door[] }

/** What the proof must know of one provider beside its features. */
export type Family = {
  /** The provider's id. */
  provider: string
  /** The sandbox's gateway that serves its routes; null where pods themselves route. */
  gateway: GatewayName | null
  convention: Convention
  /** The settings of entries; each document has one of them. */
  settings?: readonly Record<string, unknown>[]
  draw?: DrawHints
  /** `not compared`: only the Services are, because the tag tells more than where a request goes. */
  tags?: 'not compared'
  /** `workloads`: shares are numbers of pods, so the lanes' workloads are what is looked at. */
  renders?: 'workloads'
  /** What the document's shares become where whole pods make them. */
  rounded?: (answer: Answer) => Answer
  /** The user's routes as objects of this gateway's kinds. */
  userObjects(routes: readonly UserRoute[]): KubeObject[]
  /** The sandbox's gateway over stored objects, without sockets. */
  serving(objects: readonly StoredObject[], around: Around): Serve
  /** Faults planted into what the provider renders; each must be found. */
  mutations: readonly Mutation[]
}
