import type { Condition } from './condition'
import type { Entry } from './entry'
import type { RequestSample } from './request-sample'
import type { Part, RequestSet } from './request-set'
import { sampleRegex } from './sample-regex'
import { someText } from './some-text'

/** The plainest request at an entry. */
export function plainRequest(entry: Entry | undefined): RequestSample {
  return {
    entry: entry?.name ?? '',
    method: 'GET',
    ...(entry?.host !== undefined && { host: entry.host.replace(/^\*/, 'www') }),
    path: entry?.paths?.[0]?.path ?? '/',
    headers: {},
    cookies: {},
    query: {},
  }
}

/** A request of a set, as plain as it can be; null when none was found. */
export function sampleRequest(requests: RequestSet, entry: Entry | undefined): RequestSample | null {
  const sample = plainRequest(entry)
  for (const part of requests.values()) {
    if (part.set.missing) continue
    const value = someText(part.set, wanted(part, sample))
    if (value === null) return null
    put(sample, part.about, value)
  }
  return sample
}

/** What the sample has already, then what the conditions name. */
function wanted({ about, conditions, set }: Part, sample: RequestSample): string[] {
  const named = conditions.flatMap((condition) => (condition.not ? [] : valuesFor(condition)))
  switch (about.source) {
    case 'path':
      return [sample.path, ...named, ...named.map((value) => `${value}a`)]
    case 'method':
      return ['GET', 'POST', 'PUT', 'DELETE', ...named]
    case 'host':
      return [sample.host ?? 'example.com', ...named, ...named.map((value) => `${value}example.com`)]
    case 'header':
    case 'cookie':
    case 'query':
      return [
        ...named,
        ...named.map((value) => `${value}1`),
        '1',
        'a',
        ...(set.from > 0 || set.to < 100 ? users : []),
      ]
  }
}

/** Values with every place among a hundred, to meet conditions by percent. */
const users = Array.from({ length: 1000 }, (_, index) => `user-${index}`)

function valuesFor(condition: Condition): string[] {
  switch (condition.operator) {
    case 'exact':
    case 'prefix':
      return [condition.value]
    case 'regex':
      return sampleRegex(condition.value)
    case 'in':
      return condition.values
    case 'present':
    case 'percent':
      return []
  }
}

function put(sample: RequestSample, condition: Condition, value: string): void {
  switch (condition.source) {
    case 'header':
      sample.headers[condition.name] = value
      break
    case 'cookie':
      sample.cookies[condition.name] = value
      break
    case 'query':
      sample.query[condition.name] = value
      break
    case 'path':
      sample.path = value
      break
    case 'method':
      sample.method = value
      break
    case 'host':
      sample.host = value
      break
  }
}
