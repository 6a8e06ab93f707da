import { isJsonObject, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { serviceOfHost } from '@/lib/providers/istio-hosts'

/**
 * A user's route with another Service in place of one of its own namespace, wherever it sends requests; null for a kind of
 * route that cannot be changed so.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressBackend
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
 */
export function withBackend(route: KubeObject, from: string, to: string): KubeObject | null {
  const { namespace } = route.metadata
  switch (route.kind) {
    case 'Ingress':
      return { ...route, spec: inside(route.spec, (node) => ofIngress(node, from, to)) }
    case 'VirtualService':
      return { ...route, spec: inside(route.spec, (node) => ofIstio(node, { from, to, namespace })) }
    case 'HTTPRoute':
      return { ...route, spec: inside(route.spec, (node) => ofGateway(node, { from, to, namespace })) }
    default:
      return null
  }
}

type Between = { from: string; to: string; namespace: string | undefined }

function ofIngress(node: JsonObject, from: string, to: string): JsonObject {
  const { service, serviceName } = node
  if (isJsonObject(service) && service.name === from) return { ...node, service: { ...service, name: to } }
  return serviceName === from ? { ...node, serviceName: to } : node
}

/** A host keeps the form that its owner gave it: bare, or with its namespace and domain. */
function ofIstio(node: JsonObject, { from, to, namespace }: Between): JsonObject {
  const { destination } = node
  if (!isJsonObject(destination) || serviceOfHost(destination.host, namespace) !== from) return node
  const host = String(destination.host).replace(/^[^.]*/, to)
  return { ...node, destination: { ...destination, host } }
}

function ofGateway(node: JsonObject, { from, to, namespace }: Between): JsonObject {
  const { backendRefs } = node
  if (!Array.isArray(backendRefs)) return node
  const isMeant = (ref: JsonObject) =>
    ref.name === from &&
    (ref.kind === undefined || ref.kind === 'Service') &&
    (ref.namespace === undefined || ref.namespace === namespace)
  return {
    ...node,
    backendRefs: backendRefs.map((ref: unknown) =>
      isJsonObject(ref) && isMeant(ref) ? { ...ref, name: to } : ref,
    ),
  }
}

/** Every object within a value, changed from the outside in. */
function inside(value: unknown, change: (node: JsonObject) => JsonObject): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => inside(item, change))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(change(value)).map(([key, one]) => [key, inside(one, change)]))
}
