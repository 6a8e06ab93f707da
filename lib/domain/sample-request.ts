import type { Branch, Subject } from './branch'
import type { Condition } from './condition'
import type { Entry } from './entry'
import type { RequestSample } from './request-sample'
import { sampleRegex } from './sample-regex'

/** A request at an entry that meets an AND-list; null when none was found. */
export function sampleRequest(branch: Branch, entry: Entry | undefined): RequestSample | null {
  const sample: RequestSample = {
    entry: entry?.name ?? '',
    method: 'GET',
    ...(entry?.host !== undefined && { host: entry.host.replace(/^\*/, 'www') }),
    path: entry?.paths?.[0]?.path ?? '/',
    headers: {},
    cookies: {},
    query: {},
  }
  for (const subject of branch.values()) {
    const [condition] = subject.conditions
    if (condition === undefined) continue
    const usual = usualValue(condition, sample)
    const value = [usual, ...guesses(subject, condition)].find((guess) => subject.holds(guess))
    if (value === undefined && !subject.holds(undefined)) return null
    if (value === undefined && !('name' in condition)) return null
    if (value !== undefined) put(sample, condition, value)
  }
  return sample
}

/** What the sample has unless something is asked for; undefined where it has nothing. */
function usualValue(condition: Condition, sample: RequestSample): string | undefined {
  switch (condition.source) {
    case 'path':
      return sample.path
    case 'method':
      return sample.method
    case 'host':
      return sample.host ?? 'example.com'
    case 'header':
    case 'cookie':
    case 'query':
      return undefined
  }
}

function guesses({ conditions, values }: Subject, { source }: Condition): string[] {
  if (values) return [...values]
  const fromConditions = conditions.flatMap(valuesFor)
  const usual =
    source === 'method' ? ['GET', 'POST', 'PUT', 'DELETE'] : source === 'path' ? ['/', '/a'] : ['1', 'a']
  const many = conditions.some(({ operator }) => operator === 'percent')
    ? Array.from({ length: 1000 }, (_, index) => `user-${index}`)
    : []
  return [...fromConditions, ...fromConditions.map((value) => `${value}a`), ...usual, ...many]
}

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
