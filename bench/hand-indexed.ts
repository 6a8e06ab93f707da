import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { type NamedValues, valueNamed } from '@/lib/domain/named-values'
import type { NormalRequest } from '@/lib/domain/normal-request'

type Asked = { source: 'header' | 'cookie' | 'query'; name: string; values: Map<string, string> }

/**
 * The limit: what somebody would write by hand who only ever had exact values. It reads each name that the rules ask
 * about and looks its value up in one map; patterns, lists, weights, order and everything else is left out.
 */
export function handIndexed(group: LaneGroupDocument): (request: NormalRequest) => string | null {
  const asked = new Map<string, Asked>()
  for (const { name: rule, match } of group.spec.rules)
    for (const condition of match?.flat() ?? []) {
      if (!('name' in condition) || condition.operator !== 'exact') continue
      const { source, name, value } = condition
      const known = asked.get(`${source} ${name}`) ?? { source, name, values: new Map<string, string>() }
      asked.set(`${source} ${name}`, known)
      if (!known.values.has(value)) known.values.set(value, rule)
    }
  const all = [...asked.values()]
  return (request) => {
    for (const { source, name, values } of all) {
      const value = valueNamed(fieldsOf(request, source), name)
      const found = value === undefined ? undefined : values.get(value)
      if (found !== undefined) return found
    }
    return null
  }
}

function fieldsOf(request: NormalRequest, source: Asked['source']): NamedValues {
  if (source === 'header') return request.headers
  return source === 'cookie' ? request.cookies : request.query
}
