import { RE2JS } from 're2js'
import type { HttpMatchRequest, StringMatch } from '@/lib/sandbox/shapes/virtual-service'
import type { RequestFacts } from './request-facts'

/** Who sends: a sidecar's pod, or a gateway. */
export type Source = { labels: Readonly<Record<string, string>>; namespace: string }

/** Whether a request meets one match. */
export type MatchTest = (facts: RequestFacts) => boolean

type TextTest = (value: string) => boolean

/**
 * A match ready to be asked: all of its parts must hold.
 * @see https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/route.go TranslateRouteMatch
 */
export function compileMatch(match: HttpMatchRequest): MatchTest {
  const { uri, scheme, method, authority, headers, withoutHeaders, queryParams } = match
  const tests: MatchTest[] = []
  if (uri) tests.push(uriTest(uri, match.ignoreUriCase === true))
  if (scheme) tests.push(textOf(scheme, () => 'http'))
  if (method) tests.push(textOf(method, (facts) => facts.method))
  if (authority) tests.push(textOf(authority, (facts) => facts.headers.host ?? facts.host))
  for (const [name, test] of Object.entries(headers ?? {})) tests.push(headerTest(name, test))
  for (const [name, test] of Object.entries(withoutHeaders ?? {})) tests.push(withoutTest(name, test))
  for (const [name, test] of Object.entries(queryParams ?? {})) tests.push(queryTest(name, test))
  return (facts) => tests.every((test) => test(facts))
}

/** Whether a match takes everything: a rule with such a match ends its list. */
export function takesAll({ uri, ...match }: HttpMatchRequest): boolean {
  const takesPath = uri === undefined || uri.prefix === '/' || uri.regex === '.*'
  const asks = [match.scheme, match.method, match.authority].some((test) => test !== undefined)
  const names = [match.headers, match.withoutHeaders, match.queryParams].flatMap((test) =>
    Object.keys(test ?? {}),
  )
  return takesPath && !asks && names.length === 0
}

/** Whether a match is for this sender and port at all; its own gateways go before its source. */
export function isFor(
  match: HttpMatchRequest,
  to: { gateways: ReadonlySet<string>; port: number; source: Source },
): boolean {
  if (match.port !== undefined && match.port !== to.port) return false
  if (match.gateways?.length) return match.gateways.some((name) => to.gateways.has(name))
  const labels = Object.entries(match.sourceLabels ?? {})
  const isLabelled = labels.every(([key, value]) => to.source.labels[key] === value)
  return isLabelled && (match.sourceNamespace ?? to.source.namespace) === to.source.namespace
}

/** A prefix is one of the text: `/api` takes `/apix` too. The query does not count. */
function uriTest({ exact, prefix, regex }: StringMatch, ignoreCase: boolean): MatchTest {
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text)
  if (exact !== undefined) return ({ path }) => fold(path) === fold(exact)
  if (prefix !== undefined) return ({ path }) => fold(path).startsWith(fold(prefix))
  const matches = fullMatch(regex ?? '')
  return ({ path }) => matches(path)
}

function textOf(test: StringMatch, read: (facts: RequestFacts) => string): MatchTest {
  const holds = isPresence(test) ? () => true : textTest(test)
  return (facts) => holds(read(facts))
}

function headerTest(name: string, test: StringMatch): MatchTest {
  const key = name.toLowerCase()
  if (isPresence(test)) return ({ headers }) => headers[key] !== undefined
  const holds = textTest(test)
  return ({ headers }) => headers[key] !== undefined && holds(headers[key] ?? '')
}

/** A missing header counts as an empty one, unless presence is asked for. */
function withoutTest(name: string, test: StringMatch): MatchTest {
  const key = name.toLowerCase()
  if (isPresence(test)) return ({ headers }) => headers[key] === undefined
  const holds = textTest(test)
  return ({ headers }) => !holds(headers[key] ?? '')
}

function queryTest(name: string, test: StringMatch): MatchTest {
  if (isPresence(test)) return ({ query }) => query.has(name)
  const holds = textTest(test)
  return ({ query }) => {
    const value = query.get(name)
    return value !== null && holds(value)
  }
}

/** `*` is no expression: it asks for presence. */
function isPresence({ exact, prefix, regex }: StringMatch): boolean {
  return regex === '*' || (exact === undefined && prefix === undefined && regex === undefined)
}

function textTest({ exact, prefix, regex }: StringMatch): TextTest {
  if (exact !== undefined) return (value) => value === exact
  if (prefix !== undefined) return (value) => value.startsWith(prefix)
  return fullMatch(regex ?? '')
}

/** RE2 over the whole value; what is no expression matches nothing. */
function fullMatch(expression: string): TextTest {
  try {
    const pattern = RE2JS.compile(expression)
    return (value) => pattern.matches(value)
  } catch {
    return () => false
  }
}
