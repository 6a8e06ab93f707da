import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Condition } from './gateway'

/** What a route is attached to. @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference */
export type ParentReference = {
  group?: string
  kind?: string
  namespace?: string
  name: string
  sectionName?: string
  port?: number
}

/** A header or query parameter that a match asks for. @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheadermatch */
export type NameMatch = { type?: string; name: string; value: string }

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch */
export type HttpRouteMatch = {
  path?: { type?: string; value?: string }
  headers?: NameMatch[]
  queryParams?: NameMatch[]
  method?: string
}

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheaderfilter */
export type HeaderFilter = {
  set?: { name: string; value: string }[]
  add?: { name: string; value: string }[]
  remove?: string[]
}

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier */
export type PathModifier = { type: string; replaceFullPath?: string; replacePrefixMatch?: string }

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter */
export type HttpRouteFilter = {
  type: string
  requestHeaderModifier?: HeaderFilter
  responseHeaderModifier?: HeaderFilter
  urlRewrite?: { hostname?: string; path?: PathModifier }
}

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref */
export type HttpBackendRef = {
  group?: string
  kind?: string
  namespace?: string
  name: string
  port?: number
  weight?: number
  filters?: HttpRouteFilter[]
}

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule */
export type HttpRouteRule = {
  matches?: HttpRouteMatch[]
  filters?: HttpRouteFilter[]
  backendRefs?: HttpBackendRef[]
}

/** What one controller says of one parent. @see https://gateway-api.sigs.k8s.io/reference/spec/#routeparentstatus */
export type RouteParentStatus = {
  parentRef: ParentReference
  controllerName: string
  conditions?: Condition[]
}

/** A stored HTTPRoute. @see https://gateway-api.sigs.k8s.io/reference/spec/#httproute */
export type HttpRoute = KubeObject & {
  spec: { parentRefs?: ParentReference[]; hostnames?: string[]; rules?: HttpRouteRule[] }
  status?: { parents: RouteParentStatus[] }
}
