import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { RouteRule } from '@/lib/domain/route-rule'

/** One provider under load: its entry, where its gateway listens, and what is asked of it. */
export type LifeLine = {
  provider: string
  gateway: string
  entry: NonNullable<LaneGroupInput['spec']['entries']>[number]
  /** The user's route where the demo has none. */
  route: KubeObject | null
  samples: readonly RequestSample[]
  /** The workload whose pods pass everything on, and answer: theirs is the image that is seen. */
  through?: string
  /** The rules of a lane that takes a share of all, and more of those who ask for it where one entry can say both. */
  rulesOf(share: number): RouteRule[]
}

const application = 'spring-cloud-a'
const host = 'example.com'
const plain: RequestSample = {
  entry: 'web',
  method: 'GET',
  path: '/A/a',
  host,
  headers: {},
  cookies: {},
  query: {},
}
const tester: RequestSample = { ...plain, headers: { 'x-user': 'gray' } }
const door = (provider: string, settings: Record<string, unknown> = {}) => ({
  name: 'web',
  provider,
  application,
  host,
  paths: [{ path: '/' }],
  ...(Object.keys(settings).length > 0 && { settings }),
})

const everyone = (share: number): RouteRule => ({
  name: 'everyone',
  targets: [
    { lane: 'baseline', weight: 100 - share },
    { lane: 'gray', weight: share },
  ],
})
const testers: RouteRule = {
  name: 'testers',
  match: [[{ source: 'header', name: 'x-user', operator: 'exact', value: 'gray' }]],
  targets: [{ lane: 'gray', weight: 100 }],
}
const both = (share: number): RouteRule[] => [testers, everyone(share)]

const backend = { service: { name: application, port: { number: 20001 } } }
const nginxDoor: KubeObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'door', namespace: 'default' },
  spec: {
    ingressClassName: 'nginx',
    rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
  },
}

const common = { route: null, samples: [plain, tester], rulesOf: both }

/** Every provider whose gateway serves the demo's chain. A new one is one line here. */
export const lifeLines: readonly LifeLine[] = [
  { ...common, provider: 'mse', gateway: 'mse', entry: door('mse', { ingressClassName: 'mse' }) },
  { ...common, provider: 'gateway-api', gateway: 'gateway-api', entry: door('gateway-api') },
  { ...common, provider: 'higress', gateway: 'higress', entry: door('higress') },
  { ...common, provider: 'istio', gateway: 'istio', entry: door('istio') },
  {
    ...common,
    provider: 'ingress-nginx',
    gateway: 'ingress-nginx',
    entry: door('ingress-nginx'),
    route: nginxDoor,
    rulesOf: (share) => [everyone(share)],
  },
  {
    ...common,
    provider: 'mse-agent',
    gateway: 'zuul-slb',
    through: 'spring-cloud-zuul',
    entry: { name: 'web', provider: 'mse-agent', application },
  },
]
