import { RE2JS } from 're2js'
import type { Ingress } from '@/lib/sandbox/shapes/ingress'
import { ownAnnotation } from './higress-annotations'
import type { HigressFacts } from './higress-facts'
import { exactly, type ValueMatcher } from './value-matcher'

/** What an Ingress asks of a request beside host and path; all must hold. */
export type HigressMatch = {
  /** The methods as one alternation; empty for any. */
  methods: string
  headers: ReadonlyMap<string, ValueMatcher>
  query: ReadonlyMap<string, ValueMatcher>
}

const knownMethods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']
const legalStart = 'higress.io/'.length

/**
 * The match annotations of an Ingress.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/match.go
 */
export function higressMatch(ingress: Ingress): HigressMatch {
  const headers = matchersOf(ingress, 'match-header')
  for (const [name, matcher] of matchersOf(ingress, 'match-pseudo-header')) {
    const key = `:${name}`
    if (!headers.has(key)) headers.set(key, matcher)
  }
  return {
    methods: methodsOf(ownAnnotation(ingress, 'match-method')),
    headers: new Map([...headers].map(([name, matcher]) => [name.toLowerCase(), matcher])),
    query: matchersOf(ingress, 'match-query'),
  }
}

/** Whether a request has what is asked for. */
export function matchHolds({ methods, headers, query }: HigressMatch, facts: HigressFacts): boolean {
  if (methods !== '' && !methods.split('|').includes(facts.method)) return false
  for (const [name, matches] of headers) if (!matches(facts.headers[name])) return false
  for (const [name, matches] of query) if (!matches(facts.rawQuery.get(name))) return false
  return true
}

/** Methods in upper case, each once; what is no method is left out. */
function methodsOf(text: string | undefined): string {
  const methods = (text ?? '').split(' ').map((method) => method.toUpperCase())
  return [...new Set(methods)].filter((method) => knownMethods.includes(method)).join('|')
}

/**
 * By name. An annotation that contains `kind` anywhere counts; the first that is not of the form
 * `higress.io/(exact|regex|prefix)-{kind}-{name}` ends the reading. Of two types for one name one is kept.
 */
function matchersOf({ metadata }: Ingress, kind: string): Map<string, ValueMatcher> {
  const found = {
    exact: new Map<string, string>(),
    prefix: new Map<string, string>(),
    regex: new Map<string, string>(),
  }
  for (const [key, value] of Object.entries(metadata.annotations ?? {}).sort()) {
    const at = key.indexOf(kind)
    if (at < 0) continue
    const name = key.slice(at + kind.length + 1)
    const type = (['exact', 'regex', 'prefix'] as const).find((word) => key.indexOf(word) === legalStart)
    if (name === '' || type === undefined) break
    found[type].set(name, value)
  }
  return new Map([
    ...[...found.regex].map(([name, value]) => [name, fully(value)] as const),
    ...[...found.prefix].map(([name, value]) => [name, startingWith(value)] as const),
    ...[...found.exact].map(([name, value]) => [name, exactly(value)] as const),
  ])
}

function startingWith(prefix: string): ValueMatcher {
  return (value) => value?.startsWith(prefix) === true
}

/** An RE2 expression that must match the whole value; what is none never matches. @see https://github.com/google/re2/wiki/Syntax */
export function fully(expression: string): ValueMatcher {
  try {
    const pattern = RE2JS.compile(expression)
    return (value) => value !== undefined && pattern.testExact(value)
  } catch {
    return () => false
  }
}
