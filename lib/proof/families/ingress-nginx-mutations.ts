import { inAnnotations, inObjects, inSpec, lastMissing, type Mutation } from '@/lib/proof/mutation'

const key = (name: string) => `nginx.ingress.kubernetes.io/${name}`

/** Faults of the canary Ingress. */
export const nginxMutations: readonly Mutation[] = [
  inAnnotations('a header value stands as a pattern', (name, value) =>
    name === key('canary-by-header-value') ? [key('canary-by-header-pattern'), value] : [name, value],
  ),
  inAnnotations('the header value is left out', (name, value) =>
    name === key('canary-by-header-value') ? undefined : [name, value],
  ),
  inAnnotations('patterns are not quoted', (name, value) =>
    name.endsWith('-pattern') ? [name, value.replaceAll('\\', '').replace(/\[(.)\]/g, '$1')] : [name, value],
  ),
  inAnnotations('patterns are not anchored', (name, value) =>
    name.endsWith('-pattern') ? [name, value.replaceAll(/[$^]/g, '')] : [name, value],
  ),
  inAnnotations('values are in lower case', (name, value) =>
    /canary-by-.*-(value|pattern)$/.test(name) ? [name, value.toLowerCase()] : [name, value],
  ),
  inAnnotations('the header is another', (name, value) =>
    name === key('canary-by-header') ? [name, `${value}-x`] : [name, value],
  ),
  inAnnotations('a weight is one too high', (name, value) =>
    name === key('canary-weight') ? [name, String(Number(value) + 1)] : [name, value],
  ),
  inAnnotations('the total of the weights is left out', (name, value) =>
    name === key('canary-weight-total') ? undefined : [name, value],
  ),
  inAnnotations('the Ingress is no canary', (name, value) =>
    name === key('canary') ? [name, 'false'] : [name, value],
  ),
  inAnnotations('the cookie is left out', (name, value) =>
    name === key('canary-by-cookie') ? undefined : [name, value],
  ),
  // One of a Service's paths is enough for a canary, so all of them are wrong here.
  inSpec('the paths are others', (value, name) => (name === 'path' ? `${value}x` : value)),
  inSpec('requests stay on the baseline', (value, name) =>
    name === 'name' && typeof value === 'string' ? value.replace(/-(gray|blue|red).*$/, '') : value,
  ),
  inSpec('the host is left out', (value) => {
    if (typeof value !== 'object' || value === null || !('host' in value)) return value
    const { host: _host, ...rest } = value
    return rest
  }),
  inObjects('the class is another', (object) => {
    object.spec = { ...Object(object.spec), ingressClassName: 'other' }
  }),
  lastMissing,
]
