import { inEdits, inObjects, type Mutation, noEdits } from '@/lib/proof/mutation'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function without(field: string): (value: unknown) => unknown {
  return (value) => {
    if (!isObject(value) || !(field in value)) return value
    const { [field]: _gone, ...rest } = value
    return rest
  }
}

const list =
  (name: string, change: (items: unknown[]) => unknown[]): ((value: unknown, key: string) => unknown) =>
  (value, key) =>
    key === name && Array.isArray(value) && value.length > 1 ? change(value) : value

/** Faults of rules in a VirtualService and of the DestinationRule beside it. */
export const istioMutations: readonly Mutation[] = [
  inEdits(
    'rules stand in the opposite order',
    list('after', (items) => [...items].reverse()),
  ),
  inEdits(
    'the first rule is missing',
    list('after', (items) => items.slice(1)),
  ),
  inEdits(
    'our rules stand last',
    list('after', (items) => [...items.slice(1), ...items.slice(0, 1)]),
  ),
  inEdits(
    'the first of several matches is missing',
    list('match', (items) => items.slice(1)),
  ),
  inEdits('header conditions are left out', without('headers')),
  inEdits('negated headers are left out', without('withoutHeaders')),
  inEdits('query conditions are left out', without('queryParams')),
  inEdits('the path is left out', without('uri')),
  inEdits('the method is left out', without('method')),
  inEdits('an exact value is a prefix', (value) =>
    isObject(value) && typeof value.exact === 'string' ? { prefix: value.exact } : value,
  ),
  inEdits('patterns are not quoted', (value) =>
    isObject(value) && typeof value.regex === 'string' ? { regex: value.regex.replaceAll('\\', '') } : value,
  ),
  inEdits('values are in lower case', (value) =>
    isObject(value) && typeof value.exact === 'string' ? { exact: value.exact.toLowerCase() } : value,
  ),
  inEdits('weights are left out', without('weight')),
  inEdits('a weight is one too high', (value) =>
    isObject(value) && typeof value.weight === 'number' ? { ...value, weight: value.weight + 1 } : value,
  ),
  inEdits('the tag is not set', without('set')),
  inEdits('the tag is not removed', without('remove')),
  inEdits('versions are not named', without('subset')),
  inEdits('requests stay on the baseline', (value, key) =>
    key === 'host' && typeof value === 'string' ? value.replace(/-(gray|blue|red).*$/, '') : value,
  ),
  inObjects('subsets have no labels', (object) => {
    if (object.kind !== 'DestinationRule' || !isObject(object.spec)) return
    object.spec = { ...object.spec, subsets: [] }
  }),
  noEdits,
]
