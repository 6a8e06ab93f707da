import type { HeaderFilter, HttpRouteFilter, PathModifier } from '@/lib/sandbox/shapes/http-route'
import type { HeaderEdits } from './header-edits'
import type { CompiledMatch } from './http-route-match'

const supported = new Set(['RequestHeaderModifier', 'ResponseHeaderModifier', 'URLRewrite'])

/** The type of a filter that is not done here; undefined when all are. */
export function unsupportedFilter(filters: readonly HttpRouteFilter[]): string | undefined {
  return filters.find(({ type }) => !supported.has(type))?.type
}

/** The header changes of a list of filters. @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheaderfilter */
export function filterEdits(
  filters: readonly HttpRouteFilter[],
  direction: 'request' | 'response',
): HeaderEdits[] {
  return filters.flatMap(({ type, requestHeaderModifier, responseHeaderModifier }) => {
    if (direction === 'request' && type === 'RequestHeaderModifier') return [editsOf(requestHeaderModifier)]
    return direction === 'response' && type === 'ResponseHeaderModifier'
      ? [editsOf(responseHeaderModifier)]
      : []
  })
}

function editsOf({ set = [], add = [], remove = [] }: HeaderFilter = {}): HeaderEdits {
  const lower = ({ name, value }: { name: string; value: string }) => [name.toLowerCase(), value] as const
  return { remove: remove.map((name) => name.toLowerCase()), set: set.map(lower), add: add.map(lower) }
}

/** What filters make of a request's host and of its path with the query. */
export function rewritten(
  filters: readonly HttpRouteFilter[],
  match: CompiledMatch,
  request: { host: string; url: string },
): { host: string; url: string } {
  return filters.reduce((changed, { type, urlRewrite }) => {
    if (type !== 'URLRewrite' || urlRewrite === undefined) return changed
    const { hostname = changed.host, path } = urlRewrite
    return { host: hostname, url: path === undefined ? changed.url : rewrittenUrl(changed.url, path, match) }
  }, request)
}

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier */
function rewrittenUrl(
  url: string,
  modifier: PathModifier,
  { path: { path: prefix } }: CompiledMatch,
): string {
  const mark = url.indexOf('?')
  const [path, query] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark)]
  if (modifier.type === 'ReplaceFullPath') return `${modifier.replaceFullPath ?? '/'}${query}`
  const rest = path.slice(prefix === '/' ? 0 : prefix.length).replace(/^\/+/, '')
  const start = (modifier.replacePrefixMatch ?? '/').replace(/\/+$/, '')
  return `${rest === '' ? start || '/' : `${start}/${rest}`}${query}`
}
