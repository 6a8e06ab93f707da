import type { z } from 'zod'
import type { Application } from '@/lib/domain/application'
import type { Entry } from '@/lib/domain/entry'
import type { GatewayMetrics } from '@/lib/domain/gateway-metrics'
import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import type { Lane } from '@/lib/domain/lane'
import type { Convention, LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Notice } from '@/lib/domain/notice'
import type { Problem } from '@/lib/domain/problem'
import type { Match, RouteRule } from '@/lib/domain/route-rule'
import type { TagDelivery } from '@/lib/domain/tag-delivery'
import type { PlainReason, Sentence } from '@/lib/words/sentence'
import type { Feature } from './feature'
import type { FoundSplit, RecogniseInput } from './found-split'

/** A Service of the group's namespace and one of its ports. */
export type ServicePort = { name: string; port: number }

/** A path of a route; `ImplementationSpecific` only where the user's own route says so. */
export type RoutePath = { path: string; type: 'Prefix' | 'Exact' | 'ImplementationSpecific' }

/**
 * Where matched requests go. `lane` is a tag or `baseline`; `setTag` is what the tag header is set to, null leaves it.
 * `subset`: the version behind the Service that is meant, where lanes share the baseline's.
 */
export type RouteTarget = {
  lane: string
  weight: number
  service: ServicePort
  setTag: string | null
  subset?: string
}

/** One rule of one entry, with live targets only. */
export type RoutesRule = { name: string; match?: Match; targets: RouteTarget[] }

/** All that one entry does, free of any gateway's words. Without a matchless rule the rest goes to `base`. */
export type Routes = {
  entry: string
  host: string | undefined
  paths: RoutePath[]
  base: { service: ServicePort }
  tagHeader: string
  /** `closed`: a tag sent by a client is removed from what no rule matches. */
  tagPolicy: 'open' | 'closed'
  /** A lane never falls back to the baseline by itself; absent is false. */
  strict?: boolean
  /** Lanes' pods stand behind the baseline's Service: what no rule takes is held on the baseline's version. Absent is false. */
  holds?: boolean
  rules: RoutesRule[]
}

/** The user's own route, found by host and path. `paths` and `host` are as it writes them. */
export type BaseRoute = {
  object: KubeObject
  host: string | undefined
  paths: RoutePath[]
  /** The Service that each of the paths goes to; `port` is a number or a port's name. */
  service: { name: string; port: number | string }
  /** No route of the user's has the host: `object` is the Service, and the provider makes the whole route. */
  own?: true
  /** Other objects of the user's that name versions of the Service. */
  beside?: readonly KubeObject[]
  /** The version that the baseline is behind a Service it shares with lanes. */
  version?: string
}

/** Why there is no base route to build on: none, or several, or one that a lane cannot stand beside. */
export type BaseProblem = { problem: Omit<Problem, 'path'> }

/** One change of a field of an object the user owns; `undefined` means that the field is absent. `path` is a JSON pointer. */
export type Edit = {
  ref: ObjectRef
  uid: string | undefined
  path: string
  before: unknown
  after: unknown
}

/** A rule that a gateway cannot express, down to the branch and condition (indexes from 0). */
export type Unsupported = {
  rule: string
  /** The second of two rules whose order cannot be kept. */
  otherRule?: string
  branch?: number
  condition?: number
  code: string
  message: Sentence
  params?: Record<string, string>
}

/** What `check` must know beside the rules. */
export type CheckContext = {
  lanes: readonly Lane[]
  application: Application | undefined
  tagHeader: string
  tagPolicy: 'open' | 'closed'
  /** Every lane has every application, and never falls back. */
  strict?: boolean
  convention?: Convention
}

/** What a gateway says of a route: `why` is its own words. */
export type Acceptance = { state: 'accepted' } | { state: 'pending' } | { state: 'refused'; why: string }

/** What a provider makes of Routes. The label `lanekeeper.io/lane` stands on each object; plan adds the other ownership labels. */
export type Rendered = { objects: KubeObject[]; edits: Edit[]; notices: Notice[] }

/** A host of a route of the user's that an entry can stand on. `className` is what serves it, as people call it. */
export type Door = {
  object: KubeObject
  host: string | null
  paths: { path: string; type: 'Prefix' | 'Exact' }[]
  className: string | null
  /** What an entry's settings must say so that this route is found again; empty when host and paths are enough. */
  settings: Record<string, unknown>
}

/** One application behind an entry, and the lanes that have a version of it which takes requests. */
export type InnerRoutes = {
  application: string
  /** The baseline's Service; null when it is found through a registry. */
  service: ServicePort | null
  namespace: string
  tagHeader: string
  /** A lane never falls back to the baseline by itself; absent is false. */
  strict?: boolean
  /** Lanes' pods stand behind the baseline's Service: other calls are held on the baseline's version. Absent is false. */
  holds?: boolean
  /** In document order; `service` is the lane version's own Service, null where it has none. */
  lanes: { lane: string; service: ServicePort | null }[]
}

/** How calls between applications find a lane's version, by the tag header that each call carries. */
export interface InnerRouting<S> {
  /** The kinds that plan must read. */
  readonly kinds: readonly { apiVersion: string; kind: string }[]
  /** True where the entry itself is routed by an agent in its callers: inner calls are then never left to the convention. */
  readonly always?: true
  /** Whether calls to this application are routed with these settings. */
  covers(settings: S, application: Application): boolean
  /** Whether a lane version of an inner application needs a Service of its own. */
  needsService(settings: S): boolean
  /** The objects for one application; none without lanes. Routes bear the annotation `lanekeeper.io/inner`. `existing` are the namespace's, as their owners wrote them. */
  render(inner: InnerRoutes, settings: S, existing: readonly KubeObject[]): Rendered
  /** The inverse of `render`; null when nothing of ours routes calls to the application. */
  read(
    objects: readonly KubeObject[],
    inner: Pick<InnerRoutes, 'application' | 'service' | 'namespace' | 'tagHeader'>,
    settings: S,
  ): InnerRoutes | null
}

/** A base route among the namespace's objects as their owners wrote them; `document` and `entry` are what is to stand on it. */
export type Surroundings = {
  document: LaneGroupDocument
  entry: Entry
  base: BaseRoute
  objects: readonly KubeObject[]
}

/** What of the surroundings makes an entry's routes impossible, and what its operator should know. */
export type Obstacles = { problems: Omit<Problem, 'path'>[]; notices: Notice[] }

/** The renderer for one gateway family: pure, without knowledge of ownership, dry run or policy. */
export interface TrafficProvider<S = unknown> {
  /** Stored in `Entry.provider`. */
  readonly id: string
  readonly title: string
  readonly features: ReadonlySet<Feature>
  /** Parses `Entry.settings`. */
  readonly settings: z.ZodType<S>
  /** `application`: entries have no host and no paths, what calls their application obeys the rules. Absent: both. */
  readonly entersBy?: 'application'
  /** Shown wherever the provider is used; `replacedBy` is a provider's id. */
  readonly lifecycle?: { deprecated: PlainReason; replacedBy?: string }
  /** The kinds that plan must read in the namespace. */
  readonly routeKinds: readonly { apiVersion: string; kind: string }[]
  /** Cluster-wide kinds that tell which routes are this family's. */
  readonly classKinds: readonly { apiVersion: string; kind: string }[]
  /** What plan reads instead of `routeKinds` and the inner kinds, where that hangs on the settings. */
  kindsOf?(settings: S): readonly { apiVersion: string; kind: string }[]
  /** What the rules of an entry need that stands in a namespace of the gateway's own: plan must read it there. */
  kindsElsewhere?(
    settings: S,
    rules: readonly RouteRule[],
  ): readonly { apiVersion: string; kind: string; namespace: string }[]
  /** Everything in the entry's rules (in order) that cannot be expressed, by name; empty when all can. */
  check(rules: readonly RouteRule[], entry: Entry, context: CheckContext): Unsupported[]
  /**
   * What entries can stand on among a namespace's routes; lanes' own routes are none. `classes` are of `classKinds`,
   * `workloads` the namespace itself, its Deployments and Services.
   */
  findDoors(found: {
    routes: readonly KubeObject[]
    classes: readonly KubeObject[]
    workloads?: readonly KubeObject[]
  }): Door[]
  /** The doors that are split already, without what our own lanes say. */
  recognise?(found: RecogniseInput): FoundSplit[]
  /** The user's route with the entry's host and paths. `service` is the entry application's, when the entry names no paths. */
  findBase(
    entry: Entry,
    settings: S,
    objects: readonly KubeObject[],
    service?: ServicePort,
  ): BaseRoute | BaseProblem
  /** What stands around the base route: asked once before `render`. */
  obstacles?(around: Surroundings): Obstacles
  /** Objects beside the base route whose status says where it is reached; empty when its own status does. */
  gateways(base: BaseRoute, settings?: S): ObjectRef[]
  /** `gateways` name pods by labels only: `addresses` is to be given the Services of all namespaces too. */
  readonly gatewayServices?: true
  /** `http://host:port` of the base route's gateway, from its status or that of `gateways`; empty while there is none. */
  addresses(base: BaseRoute, gateways: readonly KubeObject[]): string[]
  /** The Service that a lane's version of the entry's application needs; without this its `own`. `shared`: the baseline's. */
  laneService?(settings: S): 'own' | 'shared' | 'none'
  /** How calls behind the entry find lanes, where the gateway's family also routes between applications. */
  readonly inner?: InnerRouting<S>
  /** What the gateway says of a route, where its family says anything. */
  acceptance?(route: KubeObject): Acceptance
  /** Where requests at an entry are counted; null when it cannot be told, and then the pods are asked. */
  metrics(settings: S): GatewayMetrics | null
  /** Routes that passed `check`, as objects to create and edits of the user's route. */
  render(routes: Routes, base: BaseRoute, settings: S): Rendered
  /** Whether the settings have an API told the rules, in place of objects. */
  delivers?(settings: S): boolean
  /** What the API is to be told; null where objects carry the rules. */
  deliver?(routes: Routes, base: BaseRoute, settings: S): TagDelivery | null
  /** The inverse of `render`, up to the order of rules that cannot overlap; null when the objects say something else. */
  read(objects: readonly KubeObject[], base: BaseRoute, settings: S): Routes | null
}
