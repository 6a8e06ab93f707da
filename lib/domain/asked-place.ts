import type { Condition } from './condition'
import { valueNamed } from './named-values'
import type { NormalRequest } from './normal-request'

/** What a condition looks at. `name` is empty where the source has no names; header names are in lower case. */
export type AskedPlace = { source: Condition['source']; name: string }

/** The place in a request that a condition looks at. */
export function askedPlace(condition: Condition): AskedPlace {
  const { source } = condition
  if (!('name' in condition)) return { source, name: '' }
  return { source, name: source === 'header' ? condition.name.toLowerCase() : condition.name }
}

/** The value that a request has there, or undefined when it has none. */
export function valueAtPlace(request: NormalRequest, { source, name }: AskedPlace): string | undefined {
  switch (source) {
    case 'header':
      return valueNamed(request.headers, name)
    case 'cookie':
      return valueNamed(request.cookies, name)
    case 'query':
      return valueNamed(request.query, name)
    case 'path':
      return request.path
    case 'method':
      return request.method
    case 'host':
      return request.host
  }
}
