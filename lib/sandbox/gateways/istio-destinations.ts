import type { PodNetwork } from '@/lib/sandbox/kubelet/pod-network'
import { listSlices } from '@/lib/sandbox/shapes/endpoint-slice'
import { getPod, type Pod } from '@/lib/sandbox/shapes/pod'
import { getService, type Service } from '@/lib/sandbox/shapes/service'
import type { Destination, DestinationRule } from '@/lib/sandbox/shapes/virtual-service'
import { istioKinds } from '@/lib/sandbox/store/custom/istio-kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { oldestFirst } from './istio-routes'

/** A Service and the labels of one version behind it; empty for all. */
export type Cluster = { namespace: string; service: string; port: number; labels: Record<string, string> }

/** The Service that a host names, from a rule's namespace; undefined for what is no Service's name. */
export function serviceOfHost(
  host: string,
  namespace: string,
): { namespace: string; service: string } | undefined {
  const [service = '', space, ...rest] = host.toLowerCase().split('.')
  if (space === undefined) return { namespace, service }
  const suffix = rest.join('.')
  return ['', 'svc', 'svc.cluster.local'].includes(suffix) ? { namespace: space, service } : undefined
}

/**
 * What a destination leads to; undefined is a cluster that is not there, and then the answer is 503. A version must be named
 * by a DestinationRule for the host in the sender's namespace, else in the Service's, else in the root's.
 * @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration
 */
export function findCluster(
  store: Store,
  { host, port, subset }: Destination,
  from: { namespace: string; sender: string; listenPort?: number },
): Cluster | undefined {
  const named = serviceOfHost(host, from.namespace)
  const service = named && getService(store, named.namespace, named.service)
  if (named === undefined || service === undefined) return undefined
  const number = port?.number ?? onlyPort(service) ?? from.listenPort
  if (number === undefined || !service.spec.ports?.some((one) => one.port === number)) return undefined
  const labels = subset === undefined ? {} : subsetLabels(store, named, subset, from.sender)
  return labels && { ...named, port: number, labels }
}

function onlyPort({ spec }: Service): number | undefined {
  const [only, ...more] = spec.ports ?? []
  return more.length === 0 ? only?.port : undefined
}

/** The first of the host's rules that names the version counts. @see https://github.com/istio/istio/blob/master/pilot/pkg/model/destination_rule.go mergeDestinationRule */
function subsetLabels(
  store: Store,
  named: { namespace: string; service: string },
  subset: string,
  sender: string,
): Record<string, string> | undefined {
  for (const namespace of [sender, named.namespace, 'istio-system']) {
    const rules = store.list(istioKinds.destinationRules, {
      namespace,
    }) as readonly KubeObject[] as DestinationRule[]
    const own = oldestFirst(rules).filter((rule) => {
      const to = serviceOfHost(rule.spec.host, rule.metadata.namespace ?? '')
      return to?.service === named.service && to.namespace === named.namespace
    })
    if (own.length === 0) continue
    const found = own.flatMap(({ spec }) => spec.subsets ?? []).find(({ name }) => name === subset)
    return found && (found.labels ?? {})
  }
  return undefined
}

/** A pod that takes requests and the loopback port that answers for it. */
export type ReadyPod = { pod: Pod; port: number }

/** The ready pods of a cluster, in the order of its slices. */
export function readyPods(store: Store, network: PodNetwork, cluster: Cluster): ReadyPod[] {
  const { namespace, service, port, labels } = cluster
  const own = getService(store, namespace, service)?.spec.ports?.find((one) => one.port === port)
  const wanted = Object.entries(labels)
  return listSlices(store, namespace, service).flatMap((slice) => {
    const target = slice.ports?.find(({ name }) => name === (own?.name ?? ''))
    if (own === undefined || target === undefined) return []
    return (slice.endpoints ?? [])
      .filter(({ conditions }) => conditions.ready)
      .flatMap(({ addresses, targetRef }) => {
        const pod = targetRef && getPod(store, namespace, targetRef.name)
        const isOf = wanted.every(([key, value]) => pod?.metadata.labels?.[key] === value)
        const loopback = network.resolve(addresses[0], target.port)
        return pod && isOf && loopback !== undefined ? [{ pod, port: loopback }] : []
      })
  })
}

/** The name of the workload that a pod is of: its Deployment's, else its own controller's. */
export function workloadOf(pod: Pod): string {
  const [owner] = pod.metadata.ownerReferences ?? []
  const hash = pod.metadata.labels?.['pod-template-hash']
  if (owner === undefined) return pod.metadata.name
  return hash !== undefined && owner.name.endsWith(`-${hash}`)
    ? owner.name.slice(0, -hash.length - 1)
    : owner.name
}
