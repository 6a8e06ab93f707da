/** Where the API server serves a kind: the plural in its paths, and whether it lives in a namespace. */
export type KindPath = { plural: string; namespaced: boolean }

const namespaced = (plural: string): KindPath => ({ plural, namespaced: true })
const clusterWide = (plural: string): KindPath => ({ plural, namespaced: false })

/** The kinds that every supported cluster has; others are found by discovery. */
export const builtInKinds: Readonly<Record<string, KindPath>> = {
  'v1/ConfigMap': namespaced('configmaps'),
  'v1/Endpoints': namespaced('endpoints'),
  'v1/Event': namespaced('events'),
  'v1/Namespace': clusterWide('namespaces'),
  'v1/Node': clusterWide('nodes'),
  'v1/Pod': namespaced('pods'),
  'v1/Secret': namespaced('secrets'),
  'v1/Service': namespaced('services'),
  'v1/ServiceAccount': namespaced('serviceaccounts'),
  'apps/v1/DaemonSet': namespaced('daemonsets'),
  'apps/v1/Deployment': namespaced('deployments'),
  'apps/v1/ReplicaSet': namespaced('replicasets'),
  'apps/v1/StatefulSet': namespaced('statefulsets'),
  'autoscaling/v2/HorizontalPodAutoscaler': namespaced('horizontalpodautoscalers'),
  'coordination.k8s.io/v1/Lease': namespaced('leases'),
  'discovery.k8s.io/v1/EndpointSlice': namespaced('endpointslices'),
  'networking.k8s.io/v1/Ingress': namespaced('ingresses'),
  'networking.k8s.io/v1/IngressClass': clusterWide('ingressclasses'),
  'networking.k8s.io/v1/NetworkPolicy': namespaced('networkpolicies'),
  'policy/v1/PodDisruptionBudget': namespaced('poddisruptionbudgets'),
  'authorization.k8s.io/v1/SelfSubjectAccessReview': clusterWide('selfsubjectaccessreviews'),
}

/** The path prefix of a group and version: `/api/v1` or `/apis/apps/v1`. */
export function apiPrefix(apiVersion: string): string {
  const parts = apiVersion.split('/').map(encodeURIComponent)
  return parts.length === 1 ? `/api/${parts[0]}` : `/apis/${parts.join('/')}`
}

/** The path of a collection, or of one object when `name` is given; every segment is encoded. */
export function resourcePath(
  kind: KindPath,
  where: { apiVersion: string; namespace?: string; name?: string },
): string {
  const inNamespace =
    kind.namespaced && where.namespace !== undefined
      ? `/namespaces/${encodeURIComponent(where.namespace)}`
      : ''
  const named = where.name === undefined ? '' : `/${encodeURIComponent(where.name)}`
  return `${apiPrefix(where.apiVersion)}${inNamespace}/${kind.plural}${named}`
}
