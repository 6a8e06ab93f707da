import type { IngressPath } from '@/lib/sandbox/shapes/ingress'

/** One location of a server: `=` takes the path itself, the other what begins with it. */
export type NginxLocation = { exact: boolean; path: string }

/**
 * The locations that nginx gets for one path of an Ingress; `exactPaths` are those of the server's paths of type Exact.
 * ImplementationSpecific is a plain beginning, whole elements or not.
 * @see https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/location.go
 */
export function nginxLocations(
  { path = '/', pathType }: Pick<IngressPath, 'path' | 'pathType'>,
  exactPaths: ReadonlySet<string>,
): NginxLocation[] {
  const own = path === '' ? '/' : path
  if (pathType === 'Exact') return [{ exact: true, path: own }]
  if (pathType !== 'Prefix' || own === '/') return [{ exact: false, path: own }]
  const below = { exact: false, path: own.endsWith('/') ? own : `${own}/` }
  const self = own.replace(/\/+$/, '')
  return exactPaths.has(self) ? [below] : [below, { exact: true, path: self }]
}

/** The location of a request path: the exact one, else the longest beginning. */
export function findLocation<T extends NginxLocation>(locations: readonly T[], path: string): T | undefined {
  const exact = locations.find((one) => one.exact && one.path === path)
  if (exact !== undefined) return exact
  return locations
    .filter((one) => !one.exact && path.startsWith(one.path))
    .reduce<T | undefined>(
      (best, one) => (best && best.path.length >= one.path.length ? best : one),
      undefined,
    )
}

/**
 * A path as nginx compares it: decoded, dots resolved, slashes merged. Null for what it answers with 400.
 * @see https://nginx.org/en/docs/http/ngx_http_core_module.html#location
 */
export function normalPath(path: string): string | null {
  const bytes = path.replace(/%([0-9a-fA-F]{2})/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  if (/%(?![0-9a-fA-F]{2})/.test(path) || bytes.includes('\0')) return null
  const kept: string[] = []
  const parts = bytes.split('/').slice(1)
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    if (part === '..') {
      if (kept.length === 0) return null
      kept.pop()
    } else if (part !== '' && part !== '.') kept.push(part)
    if (isLast && (part === '' || part === '.' || part === '..')) kept.push('')
  }
  return `/${kept.join('/')}`
}
