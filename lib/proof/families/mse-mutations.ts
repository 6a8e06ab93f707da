import { inAnnotations, inSpec, lastMissing, type Mutation, noEdits } from '@/lib/proof/mutation'

const nginx = 'nginx.ingress.kubernetes.io/'
const mse = 'mse.ingress.kubernetes.io/'

/** Faults of canary Ingresses. */
export const mseMutations: readonly Mutation[] = [
  inAnnotations('the query condition of a branch is left out', (key, value) =>
    key.startsWith(`${mse}canary-by-query`) ? undefined : [key, value],
  ),
  inAnnotations('the query stands under the prefix of nginx', (key, value) =>
    key.startsWith(`${mse}canary-by-query`) ? [key.replace(mse, nginx), value] : [key, value],
  ),
  inAnnotations('a header value stands as a pattern', (key, value) =>
    key === `${nginx}canary-by-header-value` ? [`${nginx}canary-by-header-pattern`, value] : [key, value],
  ),
  inAnnotations('patterns are not quoted', (key, value) =>
    key.endsWith('-pattern') ? [key, value.replaceAll('\\', '')] : [key, value],
  ),
  inAnnotations('patterns are not anchored', (key, value) =>
    key.endsWith('-pattern') ? [key, value.replace(/^\^|\$$/g, '')] : [key, value],
  ),
  inAnnotations('values are in lower case', (key, value) =>
    /canary-by-.*-(value|pattern)$/.test(key) ? [key, value.toLowerCase()] : [key, value],
  ),
  inAnnotations('a weight is one too high', (key, value) =>
    key === `${nginx}canary-weight` ? [key, String(Number(value) + 1)] : [key, value],
  ),
  inAnnotations('the total of the weights is left out', (key, value) =>
    key === `${nginx}canary-weight-total` ? undefined : [key, value],
  ),
  inAnnotations('the tag header is not set', (key, value) =>
    key === `${mse}request-header-control-update` ? undefined : [key, value],
  ),
  inAnnotations('the tag is added instead of set', (key, value) =>
    key === `${mse}request-header-control-update`
      ? [`${mse}request-header-control-add`, value]
      : [key, value],
  ),
  inAnnotations('a canary to the baseline keeps the tag of the client', (key, value) =>
    key === `${mse}request-header-control-remove` ? undefined : [key, value],
  ),
  inSpec('the last path is missing', (value, key) =>
    key === 'paths' && Array.isArray(value) && value.length > 1 ? value.slice(0, -1) : value,
  ),
  inSpec('every path is a prefix', (value, key) => (key === 'pathType' ? 'Prefix' : value)),
  inSpec('requests stay on the baseline', (value, key) =>
    key === 'name' && typeof value === 'string' ? value.replace(/-(gray|blue|red).*$/, '') : value,
  ),
  inSpec('the host is left out', (value) => {
    if (typeof value !== 'object' || value === null || !('host' in value)) return value
    const { host: _host, ...rest } = value
    return rest
  }),
  lastMissing,
  noEdits,
]
