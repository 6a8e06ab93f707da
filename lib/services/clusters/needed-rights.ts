import type { Right } from '@/lib/k8s/missing-rights'
import { findProvider } from '@/lib/providers/index'

type Kind = { apiVersion: string; kind: string }

const read = ['list', 'watch']
const write = ['get', 'list', 'watch', 'create', 'patch', 'delete']
const workloads: readonly Kind[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'Service' },
]
const watched: readonly Kind[] = [
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
]

/** What the console does on a cluster whose groups have entries of these providers. */
export function neededRights(providers: readonly string[]): Right[] {
  const routes = providers.flatMap((id) => {
    const provider = findProvider(id)
    return [...(provider?.routeKinds ?? []), ...(provider?.inner?.kinds ?? [])]
  })
  const kinds = new Map([...workloads, ...routes].map((kind) => [`${kind.apiVersion}/${kind.kind}`, kind]))
  return [
    ...[...kinds.values()].flatMap((kind) => write.map((verb) => ({ verb, ...kind }))),
    ...watched.flatMap((kind) => read.map((verb) => ({ verb, ...kind }))),
    { verb: 'get', apiVersion: 'v1', kind: 'Pod', subresource: 'proxy' },
  ]
}
