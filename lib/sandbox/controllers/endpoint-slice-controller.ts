import {
  type EndpointSlice,
  listSlices,
  managedByLabel,
  serviceNameLabel,
} from '@/lib/sandbox/shapes/endpoint-slice'
import { selectsByMap } from '@/lib/sandbox/shapes/label-selector'
import { listPods } from '@/lib/sandbox/shapes/pod'
import { getService, listServices, type Service } from '@/lib/sandbox/shapes/service'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { type Controller, controllerManager } from './controller'
import { type EndpointGroup, groupEndpoints } from './endpoint-slice-endpoints'
import { controllerReference, keyOf, splitKey } from './owner'
import { canonical } from './template-hash'
import { createWorkQueue } from './work-queue'

const managedBy = 'endpointslice-controller.k8s.io'

/**
 * Writes the EndpointSlices of every Service that has a selector.
 * @see https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
 */
export function startEndpointSliceController(store: Store): Controller {
  const queue = createWorkQueue('endpointslice', (key) => reconcile(store, key))
  const unsubscribe = store.subscribe(({ kind, object, old }) => {
    if (kind === kinds.services) queue.add(keyOf(object))
    if (kind === kinds.endpointSlices) for (const key of serviceOfSlice(object)) queue.add(key)
    if (kind === kinds.pods) for (const key of servicesOfPod(store, object, old)) queue.add(key)
  })
  for (const service of listServices(store)) queue.add(keyOf(service))
  return {
    stop: () => {
      unsubscribe()
      queue.stop()
    },
  }
}

function serviceOfSlice({ metadata }: KubeObject): string[] {
  const service = metadata.labels?.[serviceNameLabel]
  return service === undefined ? [] : [`${metadata.namespace ?? ''}/${service}`]
}

function servicesOfPod(store: Store, pod: KubeObject, old: KubeObject | undefined): string[] {
  return listServices(store, pod.metadata.namespace)
    .filter(
      ({ spec }) =>
        selectsByMap(spec.selector, pod.metadata.labels) || selectsByMap(spec.selector, old?.metadata.labels),
    )
    .map(keyOf)
}

function reconcile(store: Store, key: string): void {
  const { namespace, name } = splitKey(key)
  const service = getService(store, namespace, name)
  const own = listSlices(store, namespace, name).filter(
    ({ metadata }) => metadata.labels?.[managedByLabel] === managedBy,
  )
  const wanted = service === undefined ? [] : wantedGroups(store, service)
  if (wanted === undefined || service === undefined || service.metadata.deletionTimestamp !== undefined)
    return
  const left = new Set(own)
  const missing: EndpointGroup[] = []
  for (const group of wanted) {
    const slice = [...left].find(({ ports }) => samePorts(ports, group)) ?? undefined
    if (slice === undefined) missing.push(group)
    else {
      left.delete(slice)
      write(store, slice, group)
    }
  }
  for (const group of missing) {
    const [spare] = left
    if (spare === undefined) store.create(kinds.endpointSlices, sliceOf(service, group), controllerManager)
    else {
      left.delete(spare)
      write(store, spare, group)
    }
  }
  for (const { metadata } of left) store.remove(kinds.endpointSlices, metadata.namespace, metadata.name)
}

/** The slices that a Service should have, at least an empty one; undefined when the slices are not ours to write. */
function wantedGroups(store: Store, service: Service): EndpointGroup[] | undefined {
  const { spec, metadata } = service
  if (Object.keys(spec.selector ?? {}).length === 0 || spec.type === 'ExternalName') return undefined
  const labels = (given: Record<string, string>) => selectsByMap(spec.selector, given)
  const options = metadata.namespace === undefined ? { labels } : { namespace: metadata.namespace, labels }
  const zoneOf = (node: string) =>
    store.get(kinds.nodes, undefined, node)?.metadata.labels?.['topology.kubernetes.io/zone']
  const groups = groupEndpoints(service, listPods(store, options), zoneOf)
  return groups.length === 0 ? [{ ports: [], endpoints: [] }] : groups
}

function samePorts(ports: EndpointSlice['ports'], group: EndpointGroup): boolean {
  return canonical(ports ?? []) === canonical(group.ports)
}

function write(store: Store, slice: EndpointSlice, group: EndpointGroup): void {
  const { 'endpoints.kubernetes.io/last-change-trigger-time': _time, ...annotations } =
    slice.metadata.annotations ?? {}
  const next = { ...slice, ...contentOf(group) }
  const unchanged =
    canonical(slice.endpoints ?? []) === canonical(group.endpoints) && samePorts(slice.ports, group)
  if (unchanged) return
  const metadata = { ...slice.metadata, annotations }
  store.update(kinds.endpointSlices, { ...next, metadata }, controllerManager)
}

function contentOf({ ports, endpoints }: EndpointGroup) {
  return {
    endpoints: endpoints.length === 0 ? null : endpoints,
    ports: ports.length === 0 ? null : ports,
  }
}

function sliceOf(service: Service, group: EndpointGroup) {
  const { name, namespace, creationTimestamp } = service.metadata
  return {
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: sliceLabels(service),
      annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': creationTimestamp },
      ownerReferences: [controllerReference(service)],
    },
    addressType: 'IPv4',
    ...contentOf(group),
  }
}

function sliceLabels({ metadata, spec }: Service): Record<string, string> {
  const labels = { ...metadata.labels, [managedByLabel]: managedBy, [serviceNameLabel]: metadata.name }
  return spec.clusterIP === 'None' ? { ...labels, 'service.kubernetes.io/headless': '' } : labels
}
