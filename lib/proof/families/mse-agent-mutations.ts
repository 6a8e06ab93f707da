import { inObjects, inSpec, lastMissing, type Mutation } from '@/lib/proof/mutation'

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

/** Faults of TrafficRouters. */
export const agentMutations: readonly Mutation[] = [
  inSpec(
    'rules stand in the opposite order',
    list('http', (items) => [...items.slice(0, -1).reverse(), ...items.slice(-1)]),
  ),
  inSpec(
    'the base comes first',
    list('http', (items) => [...items.slice(-1), ...items.slice(0, -1)]),
  ),
  inSpec(
    'the first of several alternatives is missing',
    list('match', (items) => items.slice(1)),
  ),
  inSpec('header conditions are left out', without('headers')),
  inSpec('negated headers are left out', without('withoutHeaders')),
  inSpec('query conditions are left out', without('queryParams')),
  inSpec('the path is left out', without('uri')),
  inSpec('the method is left out', without('method')),
  inSpec('an exact value is a prefix', (value) =>
    isObject(value) && typeof value.exact === 'string' ? { prefix: value.exact } : value,
  ),
  inSpec('patterns are not quoted', (value) =>
    isObject(value) && typeof value.regex === 'string' ? { regex: value.regex.replaceAll('\\', '') } : value,
  ),
  inSpec('values are in lower case', (value) =>
    isObject(value) && typeof value.exact === 'string' ? { exact: value.exact.toLowerCase() } : value,
  ),
  inSpec('weights are left out', without('weight')),
  inSpec('a weight is one too high', (value) =>
    isObject(value) && typeof value.weight === 'number' ? { ...value, weight: value.weight + 1 } : value,
  ),
  inSpec('nothing falls back', without('fallback')),
  inSpec('requests stay on the baseline', (value, key) => (key === 'subset' ? 'base' : value)),
  inObjects('the router has another name', ({ metadata }) => {
    metadata.name = `${metadata.name}-x`
  }),
  lastMissing,
]
