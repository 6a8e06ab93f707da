import type { KubeObject } from '@/lib/sandbox/store/object'

/** A test of a text; empty asks for presence only. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch */
export type StringMatch = { exact?: string; prefix?: string; regex?: string }

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest */
export type HttpMatchRequest = {
  name?: string
  uri?: StringMatch
  scheme?: StringMatch
  method?: StringMatch
  authority?: StringMatch
  headers?: Record<string, StringMatch>
  withoutHeaders?: Record<string, StringMatch>
  queryParams?: Record<string, StringMatch>
  ignoreUriCase?: boolean
  port?: number
  gateways?: string[]
  sourceLabels?: Record<string, string>
  sourceNamespace?: string
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
export type Destination = { host: string; subset?: string; port?: { number: number } }

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations */
export type HeaderOperations = {
  set?: Record<string, string>
  add?: Record<string, string>
  remove?: string[]
}
export type Headers = { request?: HeaderOperations; response?: HeaderOperations }

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination */
export type RouteDestination = { destination: Destination; weight?: number; headers?: Headers }

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute */
export type VirtualServiceRule = {
  name?: string
  match?: HttpMatchRequest[]
  route?: RouteDestination[]
  redirect?: { uri?: string; authority?: string; redirectCode?: number }
  directResponse?: { status: number; body?: { string?: string } }
  delegate?: { name?: string; namespace?: string }
  rewrite?: { uri?: string; authority?: string }
  headers?: Headers
}

/** A stored VirtualService. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService */
export type VirtualService = KubeObject & {
  spec: { hosts?: string[]; gateways?: string[]; http?: VirtualServiceRule[] }
}

/** A stored DestinationRule. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule */
export type DestinationRule = KubeObject & {
  spec: { host: string; subsets?: { name: string; labels?: Record<string, string> }[] }
}

/** A stored Gateway of Istio's. @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway */
export type IstioGateway = KubeObject & {
  spec: {
    selector?: Record<string, string>
    servers?: { port: { number: number; protocol: string }; hosts: string[] }[]
  }
}
