import { isObject } from '@/lib/proof/change-value'
import { inAnnotations, inObjects, inSpec, lastMissing, type Mutation, noEdits } from '@/lib/proof/mutation'

/** Faults of Ingresses with matches, of their canaries and of the tag plugin. */
export const higressMutations: readonly Mutation[] = [
  inAnnotations('query conditions are left out', (key, value) =>
    key.includes('-match-query-') ? undefined : [key, value],
  ),
  inAnnotations('header conditions are left out', (key, value) =>
    key.includes('-match-header-') ? undefined : [key, value],
  ),
  inAnnotations('the method is left out', (key, value) =>
    key.endsWith('match-method') ? undefined : [key, value],
  ),
  inAnnotations('an exact match is a prefix', (key, value) => [
    key.replace('higress.io/exact-match', 'higress.io/prefix-match'),
    value,
  ]),
  inAnnotations('a prefix is a pattern', (key, value) => [
    key.replace('higress.io/prefix-match', 'higress.io/regex-match'),
    value,
  ]),
  inAnnotations('patterns are not quoted', (key, value) =>
    key.includes('regex-match') ? [key, value.replaceAll('\\', '')] : [key, value],
  ),
  inAnnotations('values are in lower case', (key, value) =>
    key.includes('-match-') ? [key, value.toLowerCase()] : [key, value],
  ),
  inAnnotations('a weight is one too high', (key, value) =>
    key.endsWith('/canary-weight') ? [key, String(Number(value) + 1)] : [key, value],
  ),
  inAnnotations('the total of the weights is left out', (key, value) =>
    key.endsWith('/canary-weight-total') ? undefined : [key, value],
  ),
  inAnnotations('the tag header is not set', (key, value) =>
    key.endsWith('request-header-control-update') ? undefined : [key, value],
  ),
  inAnnotations('the tag is not removed', (key, value) =>
    key.endsWith('request-header-control-remove') ? undefined : [key, value],
  ),
  inSpec('the last path is missing', (value, key) =>
    key === 'paths' && Array.isArray(value) && value.length > 1 ? value.slice(0, -1) : value,
  ),
  inSpec('every path is a prefix', (value, key) => (key === 'pathType' ? 'Prefix' : value)),
  inSpec('requests stay on the baseline', (value, key) =>
    key === 'name' && typeof value === 'string' ? value.replace(/-(gray|blue|red).*$/, '') : value,
  ),
  inSpec('the groups of the plugin stand in the opposite order', (value, key) =>
    key === 'conditionGroups' && Array.isArray(value) ? [...value].reverse() : value,
  ),
  inSpec('the plugin joins conditions by or', (value, key) =>
    key === 'logic' && value === 'and' ? 'or' : value,
  ),
  inSpec('the last condition of a group is missing', (value, key) =>
    key === 'conditions' && Array.isArray(value) && value.length > 1 ? value.slice(0, -1) : value,
  ),
  inSpec('an operator is one that the plugin does not know', (value, key) =>
    key === 'operator' && value === 'in' ? 'exists' : value,
  ),
  inSpec('percents are one too high', (value) =>
    isObject(value) && value.operator === 'percentage' && Array.isArray(value.value)
      ? { ...value, value: value.value.map((one) => String(Number(one) + 1)) }
      : value,
  ),
  inObjects('the plugin is for another Ingress', (object) => {
    if (object.kind !== 'WasmPlugin' || !isObject(object.spec)) return
    object.spec = { ...object.spec, matchRules: [] }
  }),
  lastMissing,
  noEdits,
]
