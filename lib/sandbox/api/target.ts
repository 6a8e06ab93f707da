import { apiVersionOf, type Kind, listServedKinds } from '@/lib/sandbox/store/kinds'

/** What a resource path points at. `rest` is what follows a subresource, as in `pods/x/proxy/metrics`. */
export type Target = {
  kind: Kind
  namespace: string | undefined
  name: string | undefined
  subresource: string | undefined
  rest: string
}

const byResource = new Map(listServedKinds().map((kind) => [`${apiVersionOf(kind)}/${kind.plural}`, kind]))

/** Reads `/api/v1/…` and `/apis/group/version/…`; undefined where no such resource is served. */
export function parseTarget(path: string): Target | undefined {
  const parts = path.split('/').slice(1)
  const [root, ...tail] = parts
  if (root !== 'api' && root !== 'apis') return undefined
  const apiVersion = root === 'api' ? tail[0] : `${tail[0]}/${tail[1]}`
  const segments = tail.slice(root === 'api' ? 1 : 2)
  const [first, second, third] = segments
  if (
    first === 'namespaces' &&
    second !== undefined &&
    third !== undefined &&
    !isNamespaceSubresource(segments)
  ) {
    return resource(apiVersion, decodeURIComponent(second), segments.slice(2), true)
  }
  return resource(apiVersion, undefined, segments, false)
}

function isNamespaceSubresource(segments: readonly string[]): boolean {
  return segments.length === 3 && (segments[2] === 'status' || segments[2] === 'finalize')
}

function resource(
  apiVersion: string | undefined,
  namespace: string | undefined,
  segments: readonly string[],
  scoped: boolean,
): Target | undefined {
  const [plural, name, subresource, ...rest] = segments
  const kind = byResource.get(`${apiVersion}/${plural}`)
  if (kind === undefined || (scoped && !kind.namespaced)) return undefined
  if (!scoped && kind.namespaced && name !== undefined) return undefined
  if (subresource !== undefined && !kind.subresources.some((known) => known.name === subresource))
    return undefined
  return {
    kind,
    namespace,
    name: name === undefined ? undefined : decodeURIComponent(name),
    subresource,
    rest: rest.join('/'),
  }
}
