import { authenticatedGroup, mastersGroup } from '@/lib/sandbox/api/users'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'

type Rule = { verbs: string[]; apiGroups?: string[]; resources?: string[]; nonResourceURLs?: string[] }

const reading = ['get', 'list', 'watch']
const writing = ['create', 'delete', 'deletecollection', 'patch', 'update']
const everything: Rule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
]

/** What applications are made of, by group. Secrets, roles and what belongs to the cluster are not among them. */
const applications: Readonly<Record<string, string[]>> = {
  '': [
    'configmaps',
    'endpoints',
    'persistentvolumeclaims',
    'pods',
    'replicationcontrollers',
    'replicationcontrollers/scale',
    'serviceaccounts',
    'services',
  ],
  apps: [
    'controllerrevisions',
    'daemonsets',
    'deployments',
    'deployments/scale',
    'replicasets',
    'replicasets/scale',
    'statefulsets',
    'statefulsets/scale',
  ],
  autoscaling: ['horizontalpodautoscalers'],
  'discovery.k8s.io': ['endpointslices'],
  'gateway.networking.k8s.io': ['gateways', 'httproutes', 'referencegrants'],
  'networking.istio.io': ['destinationrules', 'gateways', 'virtualservices'],
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'traffic.opensergo.io': ['trafficrouters'],
}

const statuses: Readonly<Record<string, string[]>> = {
  '': ['bindings', 'events', 'limitranges', 'namespaces', 'namespaces/status', 'pods/log', 'pods/status'],
  apps: ['daemonsets/status', 'deployments/status', 'replicasets/status', 'statefulsets/status'],
  'networking.k8s.io': ['ingresses/status'],
}

function rules(verbs: string[], byGroup: Readonly<Record<string, string[]>>): Rule[] {
  return Object.entries(byGroup).map(([group, resources]) => ({ verbs, apiGroups: [group], resources }))
}

const view: Rule[] = [...rules(reading, applications), ...rules(reading, statuses)]
const edit: Rule[] = [
  ...view,
  ...rules(writing, applications),
  ...rules([...reading, ...writing], {
    '': ['secrets', 'services/proxy', 'pods/proxy', 'pods/exec', 'pods/portforward'],
    'coordination.k8s.io': ['leases'],
  }),
  { verbs: ['create'], apiGroups: [''], resources: ['pods/eviction', 'serviceaccounts/token'] },
]
const admin: Rule[] = [
  ...edit,
  ...rules([...reading, ...writing], { 'rbac.authorization.k8s.io': ['rolebindings', 'roles'] }),
]

const paths = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/openapi',
  '/openapi/*',
  '/healthz',
  '/livez',
  '/readyz',
]

/** @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings */
const clusterRoles: Readonly<Record<string, Rule[]>> = {
  'cluster-admin': everything,
  admin,
  edit,
  view,
  'system:discovery': [{ verbs: ['get'], nonResourceURLs: [...paths, '/version', '/version/'] }],
  'system:basic-user': [
    {
      verbs: ['create'],
      apiGroups: ['authorization.k8s.io'],
      resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    },
    { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  ],
  'sandbox:nodes': rules(reading, { '': ['nodes'], 'networking.k8s.io': ['ingressclasses'] }).concat(
    rules(reading, { 'gateway.networking.k8s.io': ['gatewayclasses'] }),
  ),
}

const group = 'rbac.authorization.k8s.io'

/** Who has which role in the whole cluster. */
const clusterRoleBindings: Readonly<
  Record<string, { role: string; subjects: { kind: string; name: string }[] }>
> = {
  'cluster-admin': { role: 'cluster-admin', subjects: [{ kind: 'Group', name: mastersGroup }] },
  'system:discovery': { role: 'system:discovery', subjects: [{ kind: 'Group', name: authenticatedGroup }] },
  'system:basic-user': { role: 'system:basic-user', subjects: [{ kind: 'Group', name: authenticatedGroup }] },
  'sandbox:viewer': { role: 'view', subjects: [{ kind: 'User', name: 'viewer' }] },
  'sandbox:editor': { role: 'edit', subjects: [{ kind: 'User', name: 'editor' }] },
  'sandbox:nodes': {
    role: 'sandbox:nodes',
    subjects: ['viewer', 'editor'].map((name) => ({ kind: 'User', name })),
  },
}

const manager = { manager: 'kube-apiserver' }
const metadataOf = (name: string) => ({ name, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } })

/** Makes the roles and bindings that every cluster has, and those of the sandbox's own users, where they are missing. */
export function ensureBootstrapRoles(store: Store): void {
  for (const [name, roleRules] of Object.entries(clusterRoles)) {
    if (store.get(kinds.clusterRoles, undefined, name) !== undefined) continue
    store.create(kinds.clusterRoles, { metadata: metadataOf(name), rules: roleRules }, manager)
  }
  for (const [name, { role, subjects }] of Object.entries(clusterRoleBindings)) {
    if (store.get(kinds.clusterRoleBindings, undefined, name) !== undefined) continue
    const roleRef = { apiGroup: group, kind: 'ClusterRole', name: role }
    store.create(kinds.clusterRoleBindings, { metadata: metadataOf(name), roleRef, subjects }, manager)
  }
}
