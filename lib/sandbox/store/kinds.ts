import type { CustomResource } from './custom/custom-resource'
import { servedGatewayApiKinds } from './custom/gateway-api-kinds'
import { servedHigressKinds } from './custom/higress-kinds'
import { servedIstioKinds } from './custom/istio-kinds'
import { servedOpenSergoKinds } from './custom/opensergo-kinds'

/** A subresource as discovery names it; `kind`, `group` and `version` are given where the answer is of another kind than the parent. */
export type Subresource = {
  name: string
  verbs: readonly string[]
  kind?: string
  group?: string
  version?: string
}

/**
 * One served resource in one version. `generation`: whether the server counts spec changes. `type`: the name of its
 * schema in `store/schema`; `custom`: what a custom kind has instead. `storage`: the kind that the objects are kept
 * as, where that is another version.
 */
export type Kind = {
  group: string
  version: string
  kind: string
  plural: string
  singular: string
  shortNames: readonly string[]
  categories: readonly string[]
  namespaced: boolean
  generation: boolean
  subresources: readonly Subresource[]
  type: string
  custom?: CustomResource
  storage?: Kind
}

const readWrite = ['get', 'patch', 'update'] as const
const proxyVerbs = ['create', 'delete', 'get', 'patch', 'update'] as const

const status: Subresource = { name: 'status', verbs: readWrite }
const scale: Subresource = {
  name: 'scale',
  verbs: readWrite,
  kind: 'Scale',
  group: 'autoscaling',
  version: 'v1',
}

type KindRow = {
  kind: string
  plural?: string
  group?: string
  version?: string
  shortNames?: string[]
  all?: true
  clusterScoped?: true
  generation?: true
  subresources?: Subresource[]
  type?: string
}

function define(row: KindRow): Kind {
  const singular = row.kind.toLowerCase()
  return {
    group: row.group ?? '',
    version: row.version ?? 'v1',
    kind: row.kind,
    plural: row.plural ?? `${singular}s`,
    singular,
    shortNames: row.shortNames ?? [],
    categories: row.all ? ['all'] : [],
    namespaced: row.clusterScoped !== true,
    generation: row.generation === true,
    subresources: row.subresources ?? [],
    type: row.type ?? row.kind,
  }
}

const accessGroup = 'rbac.authorization.k8s.io'

const podSubresources: Subresource[] = [
  { name: 'attach', verbs: ['create', 'get'], kind: 'PodAttachOptions' },
  { name: 'binding', verbs: ['create'], kind: 'Binding' },
  { name: 'ephemeralcontainers', verbs: readWrite },
  { name: 'eviction', verbs: ['create'], kind: 'Eviction', group: 'policy', version: 'v1' },
  { name: 'exec', verbs: ['create', 'get'], kind: 'PodExecOptions' },
  { name: 'log', verbs: ['get'] },
  { name: 'portforward', verbs: ['create', 'get'], kind: 'PodPortForwardOptions' },
  { name: 'proxy', verbs: proxyVerbs, kind: 'PodProxyOptions' },
  { name: 'resize', verbs: readWrite },
  status,
]

/**
 * Every stored kind, by a camel-cased plural.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 */
export const kinds = {
  namespaces: define({
    kind: 'Namespace',
    shortNames: ['ns'],
    clusterScoped: true,
    subresources: [{ name: 'finalize', verbs: ['update'] }, status],
  }),
  nodes: define({
    kind: 'Node',
    shortNames: ['no'],
    clusterScoped: true,
    subresources: [{ name: 'proxy', verbs: proxyVerbs, kind: 'NodeProxyOptions' }, status],
  }),
  pods: define({
    kind: 'Pod',
    shortNames: ['po'],
    all: true,
    generation: true,
    subresources: podSubresources,
  }),
  services: define({
    kind: 'Service',
    shortNames: ['svc'],
    all: true,
    subresources: [{ name: 'proxy', verbs: proxyVerbs, kind: 'ServiceProxyOptions' }, status],
  }),
  endpoints: define({ kind: 'Endpoints', plural: 'endpoints', shortNames: ['ep'] }),
  events: define({ kind: 'Event', shortNames: ['ev'] }),
  configMaps: define({ kind: 'ConfigMap', shortNames: ['cm'] }),
  secrets: define({ kind: 'Secret' }),
  serviceAccounts: define({
    kind: 'ServiceAccount',
    shortNames: ['sa'],
    subresources: [
      {
        name: 'token',
        verbs: ['create'],
        kind: 'TokenRequest',
        group: 'authentication.k8s.io',
        version: 'v1',
      },
    ],
  }),
  limitRanges: define({ kind: 'LimitRange', shortNames: ['limits'] }),
  resourceQuotas: define({ kind: 'ResourceQuota', shortNames: ['quota'], subresources: [status] }),
  persistentVolumeClaims: define({
    kind: 'PersistentVolumeClaim',
    shortNames: ['pvc'],
    subresources: [status],
  }),
  persistentVolumes: define({
    kind: 'PersistentVolume',
    shortNames: ['pv'],
    clusterScoped: true,
    subresources: [status],
  }),
  podTemplates: define({ kind: 'PodTemplate' }),
  replicationControllers: define({
    kind: 'ReplicationController',
    shortNames: ['rc'],
    all: true,
    generation: true,
    subresources: [scale, status],
  }),
  controllerRevisions: define({ group: 'apps', kind: 'ControllerRevision' }),
  deployments: define({
    group: 'apps',
    kind: 'Deployment',
    shortNames: ['deploy'],
    all: true,
    generation: true,
    subresources: [scale, status],
  }),
  replicaSets: define({
    group: 'apps',
    kind: 'ReplicaSet',
    shortNames: ['rs'],
    all: true,
    generation: true,
    subresources: [scale, status],
  }),
  statefulSets: define({
    group: 'apps',
    kind: 'StatefulSet',
    shortNames: ['sts'],
    all: true,
    generation: true,
    subresources: [scale, status],
  }),
  daemonSets: define({
    group: 'apps',
    kind: 'DaemonSet',
    shortNames: ['ds'],
    all: true,
    generation: true,
    subresources: [status],
  }),
  ingresses: define({
    group: 'networking.k8s.io',
    kind: 'Ingress',
    plural: 'ingresses',
    shortNames: ['ing'],
    generation: true,
    subresources: [status],
  }),
  ingressClasses: define({
    group: 'networking.k8s.io',
    kind: 'IngressClass',
    plural: 'ingressclasses',
    clusterScoped: true,
    generation: true,
  }),
  ipAddresses: define({
    group: 'networking.k8s.io',
    kind: 'IPAddress',
    plural: 'ipaddresses',
    shortNames: ['ip'],
    clusterScoped: true,
  }),
  networkPolicies: define({
    group: 'networking.k8s.io',
    kind: 'NetworkPolicy',
    plural: 'networkpolicies',
    shortNames: ['netpol'],
    generation: true,
  }),
  serviceCidrs: define({
    group: 'networking.k8s.io',
    kind: 'ServiceCIDR',
    clusterScoped: true,
    subresources: [status],
  }),
  endpointSlices: define({ group: 'discovery.k8s.io', kind: 'EndpointSlice', generation: true }),
  leases: define({ group: 'coordination.k8s.io', kind: 'Lease' }),
  roles: define({ group: accessGroup, kind: 'Role' }),
  roleBindings: define({ group: accessGroup, kind: 'RoleBinding' }),
  clusterRoles: define({ group: accessGroup, kind: 'ClusterRole', clusterScoped: true }),
  clusterRoleBindings: define({ group: accessGroup, kind: 'ClusterRoleBinding', clusterScoped: true }),
  horizontalPodAutoscalers: define({
    group: 'autoscaling',
    version: 'v2',
    kind: 'HorizontalPodAutoscaler',
    shortNames: ['hpa'],
    all: true,
    subresources: [status],
  }),
  podDisruptionBudgets: define({
    group: 'policy',
    kind: 'PodDisruptionBudget',
    shortNames: ['pdb'],
    generation: true,
    subresources: [status],
  }),
} satisfies Record<string, Kind>

const servedKinds: readonly Kind[] = [
  ...Object.values(kinds),
  ...servedGatewayApiKinds,
  ...servedHigressKinds,
  ...servedIstioKinds,
  ...servedOpenSergoKinds,
]
const storedKinds = servedKinds.filter((kind) => kind.storage === undefined)

/** Every stored kind, once each, for controllers and for replaying the log. */
export function listKinds(): readonly Kind[] {
  return storedKinds
}

/** Every served kind in each of its versions, the preferred one first. */
export function listServedKinds(): readonly Kind[] {
  return servedKinds
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(kind: { group: string; version: string }): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
}

/** `apps/deployments`: one short key for a kind, stable on disk. */
export function kindKey(kind: Kind): string {
  return `${kind.group}/${kind.plural}`
}

/** The stored kind of an object's apiVersion and kind, or undefined where it is not stored here. */
export function findKind(apiVersion: string, kindName: string): Kind | undefined {
  const found = servedKinds.find((kind) => kind.kind === kindName && apiVersionOf(kind) === apiVersion)
  return found?.storage ?? found
}
