import { RE2JS } from 're2js'
import type { Pod } from '@/lib/sandbox/shapes/pod'
import type { RouterMatch, TextMatch } from '@/lib/sandbox/shapes/traffic-router'

/** A call as the agent sees it on its way out; header names are lower case, the query is empty or begins with `?`. */
export type OutboundRequest = {
  method: string
  path: string
  query: string
  headers: Record<string, string | string[] | undefined>
}

/** Whether a call of a pod is meant. */
export type RouterTest = (caller: Pod, request: OutboundRequest) => boolean

/** An expression that is not RE2. */
export class BadExpression extends Error {}

type TextTest = (value: string) => boolean

/**
 * One AND-list made ready. Header names are the same in any case, values are not; of a query parameter the first value
 * counts; an expression must match the whole value. Raises BadExpression.
 * @see https://github.com/opensergo/opensergo-specification/blob/main/specification/zh-Hans/traffic-routing.md
 */
export function compileRouterMatch(match: RouterMatch): RouterTest {
  const tests: RouterTest[] = [
    ...ofUri(match),
    ...of(match.scheme, () => 'http'),
    ...of(match.method, ({ method }) => method),
    ...of(match.authority, (request) => header(request, 'host')?.replace(/:\d+$/, '').toLowerCase()),
    ...ofMap(match.headers, (request, name) => header(request, name.toLowerCase())),
    ...ofMap(match.withoutHeaders, (request, name) => header(request, name.toLowerCase())).map(not),
    ...ofMap(match.queryParams, ({ query }, name) => new URLSearchParams(query).get(name) ?? undefined),
    ...ofCaller(match),
  ]
  return (caller, request) => tests.every((test) => test(caller, request))
}

type Read = (request: OutboundRequest) => string | undefined

function of(match: TextMatch | undefined, read: Read): RouterTest[] {
  if (match === undefined) return []
  const test = compileText(match)
  return [
    (_caller, request) => {
      const value = read(request)
      return value !== undefined && test(value)
    },
  ]
}

function ofMap(
  matches: Record<string, TextMatch> | undefined,
  read: (request: OutboundRequest, name: string) => string | undefined,
): RouterTest[] {
  return Object.entries(matches ?? {}).flatMap(([name, match]) => of(match, (request) => read(request, name)))
}

function ofUri({ uri, ignoreUriCase }: RouterMatch): RouterTest[] {
  if (uri === undefined || ignoreUriCase !== true || uri.regex !== undefined)
    return of(uri, ({ path }) => path)
  const lower = { exact: uri.exact?.toLowerCase(), prefix: uri.prefix?.toLowerCase() }
  return of(lower, ({ path }) => path.toLowerCase())
}

function ofCaller({ sourceLabels, sourceNamespace, port }: RouterMatch): RouterTest[] {
  const tests: RouterTest[] = Object.entries(sourceLabels ?? {}).map(
    ([key, value]) =>
      ({ metadata }) =>
        metadata.labels?.[key] === value,
  )
  if (sourceNamespace) tests.push(({ metadata }) => metadata.namespace === sourceNamespace)
  // A registry gives instances, not ports of a Service: a match that names one is never met.
  if (port !== undefined) tests.push(() => false)
  return tests
}

function not(test: RouterTest): RouterTest {
  return (caller, request) => !test(caller, request)
}

function header({ headers }: OutboundRequest, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(',') : value
}

/** Without any of the three the value only has to be there. */
function compileText({ exact, prefix, regex }: TextMatch): TextTest {
  if (exact !== undefined) return (value) => value === exact
  if (prefix !== undefined) return (value) => value.startsWith(prefix)
  if (regex === undefined) return () => true
  const pattern = compile(regex)
  return (value) => pattern.matcher(value).matches()
}

function compile(expression: string): RE2JS {
  try {
    return RE2JS.compile(expression)
  } catch (error) {
    throw new BadExpression(error instanceof Error ? error.message : expression)
  }
}
