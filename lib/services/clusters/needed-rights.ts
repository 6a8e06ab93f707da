import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Right } from '@/lib/k8s/missing-rights'
import { entryKinds, type KindRef } from '@/lib/operations/live-kinds'
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

/** What pages show beside; watched where plans hang on it, else read when somebody looks. */
const beside: readonly (Kind & { verbs: readonly string[] })[] = [
  { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', verbs: read },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet', verbs: ['list'] },
  { apiVersion: 'v1', kind: 'Event', verbs: ['list'] },
]

/** Whether what entries of a provider are made of hangs on their settings or rules. */
export function hangsOnEntry(id: string): boolean {
  const provider = findProvider(id)
  return provider?.kindsOf !== undefined || provider?.kindsElsewhere !== undefined
}

/**
 * What the console does on a cluster whose groups have entries of these providers. `documents` are the groups with entries
 * that have to be looked at one by one.
 */
export function neededRights(
  providers: readonly string[],
  documents: readonly LaneGroupDocument[] = [],
): Right[] {
  const ofProviders = providers
    .filter((id) => !hangsOnEntry(id))
    .flatMap((id) => {
      const provider = findProvider(id)
      return [...(provider?.routeKinds ?? []), ...(provider?.inner?.kinds ?? [])]
    })
  const ofEntries = documents.flatMap((document) =>
    document.spec.entries
      .filter(({ provider }) => hangsOnEntry(provider))
      .flatMap((entry) => entryKinds(document, entry)),
  )
  const named: KindRef[] = [...workloads, ...ofProviders, ...ofEntries]
  const kinds = new Map(
    named.map((kind) => [`${kind.apiVersion}/${kind.kind}/${kind.namespace ?? ''}`, kind]),
  )
  return [
    ...[...kinds.values()].flatMap((kind) => write.map((verb) => ({ verb, ...kind }))),
    ...watched.flatMap((kind) => read.map((verb) => ({ verb, ...kind }))),
    ...beside.flatMap(({ verbs, ...kind }) => verbs.map((verb) => ({ verb, ...kind }))),
    { verb: 'get', apiVersion: 'v1', kind: 'Pod', subresource: 'proxy' },
  ]
}
