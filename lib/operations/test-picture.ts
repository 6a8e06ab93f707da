import type { KubeObject } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'

const kinds = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'v1', kind: 'Secret' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' },
  { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule' },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' },
] as const

/** Counted by controllers, or bookkeeping of ours that differs each time an object is made. */
const counted = new Set(['deployment.kubernetes.io/revision', 'lanekeeper.io/claim'])

/** For tests: what a group can change in a namespace, as people would write it: no uids, no status, no counters. */
export async function clusterPicture(
  client: ClusterClient,
  namespace: string,
): Promise<Record<string, unknown>> {
  const lists = await Promise.all(kinds.map((kind) => client.list({ ...kind, namespace })))
  return Object.fromEntries(
    lists.flat().map((object) => [`${object.kind}/${object.metadata.name}`, written(object)]),
  )
}

function written({ metadata, spec, data }: KubeObject): unknown {
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) => !counted.has(key))
  return {
    labels: metadata.labels ?? {},
    annotations: Object.fromEntries(annotations),
    spec: withoutAddress(spec),
    ...(data !== undefined && { data }),
  }
}

/** A Service that is made again gets another address. */
function withoutAddress(spec: unknown): unknown {
  if (typeof spec !== 'object' || spec === null || !('clusterIP' in spec)) return spec
  const { clusterIP: _address, ...rest } = spec
  return { ...rest, clusterIPs: undefined }
}
