import type { KubeObject } from '@/lib/sandbox/store/object'

/** How one text is matched. */
export type TextMatch = { exact?: string; prefix?: string; regex?: string }

/** Changes of a request's headers. */
export type RouterHeaders = {
  request?: { set?: Record<string, string>; add?: Record<string, string>; remove?: string[] }
}

/** One AND-list. */
export type RouterMatch = {
  uri?: TextMatch
  scheme?: TextMatch
  method?: TextMatch
  authority?: TextMatch
  headers?: Record<string, TextMatch>
  withoutHeaders?: Record<string, TextMatch>
  queryParams?: Record<string, TextMatch>
  ignoreUriCase?: boolean
  port?: number
  sourceLabels?: Record<string, string>
  sourceNamespace?: string
}

/** Where a share of the calls goes; `fallback` takes them while the subset has no instance. */
export type RouterRoute = {
  destination?: { host?: string; subset?: string; fallback?: { host?: string; subset?: string } }
  weight?: number
  headers?: RouterHeaders
}

/** One step of the list, asked in order. */
export type RouterHttp = {
  name?: string
  match?: RouterMatch[]
  route?: RouterRoute[]
  headers?: RouterHeaders
}

/**
 * A stored TrafficRouter.
 * @see https://github.com/opensergo/opensergo-specification/blob/main/specification/zh-Hans/traffic-routing.md
 */
export type TrafficRouter = KubeObject & { spec?: { hosts?: string[]; http?: RouterHttp[] } }
