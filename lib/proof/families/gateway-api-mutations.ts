import { isObject, without } from '@/lib/proof/change-value'
import { inObjects, inSpec, lastMissing, type Mutation, noEdits } from '@/lib/proof/mutation'

const isMatch = (value: Record<string, unknown>) => 'path' in value

/** Faults of HTTPRoutes. */
export const gatewayApiMutations: readonly Mutation[] = [
  inSpec('header conditions are left out', without('headers', isMatch)),
  inSpec('query conditions are left out', without('queryParams', isMatch)),
  inSpec('the method is left out', without('method', isMatch)),
  inSpec('the path of a match is left out', without('path', isMatch)),
  inSpec('an exact path is a prefix', (value) =>
    isObject(value) && value.type === 'Exact' && String(value.value).startsWith('/')
      ? { ...value, type: 'PathPrefix' }
      : value,
  ),
  inSpec('the first of several matches is missing', (value, key) =>
    key === 'matches' && Array.isArray(value) && value.length > 1 ? value.slice(1) : value,
  ),
  inSpec('conditions on a header are joined by its first name', (value, key) =>
    key === 'headers' && Array.isArray(value) && value.length > 1
      ? value.map((one) => ({ ...one, name: value[0].name })).slice(0, 1)
      : value,
  ),
  inSpec('values are in lower case', (value, key) =>
    key === 'value' && typeof value === 'string' ? value.toLowerCase() : value,
  ),
  inSpec('weights are left out', without('weight')),
  inSpec('a weight is one too high', (value) =>
    isObject(value) && typeof value.weight === 'number' ? { ...value, weight: value.weight + 1 } : value,
  ),
  inSpec('filters are left out', without('filters')),
  inSpec('the tag is added instead of set', (value, key) =>
    key === 'requestHeaderModifier' && isObject(value) && value.set !== undefined
      ? { add: value.set }
      : value,
  ),
  inSpec('the tag is not removed', (value, key) =>
    key === 'requestHeaderModifier' && isObject(value) ? without('remove')({ ...value }) : value,
  ),
  inSpec('the base route is the backend', (value, key) =>
    key === 'name' && typeof value === 'string' ? value.replace(/-(gray|blue|red).*$/, '') : value,
  ),
  inObjects('the host names are left out', (object) => {
    object.spec = isObject(object.spec) ? without('hostnames')(object.spec) : object.spec
  }),
  lastMissing,
  noEdits,
]
