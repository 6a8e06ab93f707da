import type { KubeObject } from '@/lib/domain/kube-object'
import type { Convention, LaneGroupInput } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { RouteRule } from '@/lib/domain/route-rule'
import type { LifeChoices } from './life-cycle'

/** Where a group lives: a namespace with the demo's applications, behind a host of its own. */
export type LifePlace = { namespace: string; host: string; labels?: Record<string, string> }

/** A manner of living: how the lane's workloads are marked decides what they may become. */
export type LifeManner = LifeChoices & { convention: Convention }

/** One provider under load: its entries, where its gateway listens, and what is asked of it. */
export type LifeLine = {
  provider: string
  gateway: string
  /** The first application of the group: what the entry leads to. */
  application: string
  entry(host: string): NonNullable<LaneGroupInput['spec']['entries']>[number]
  /** The spec's applications where they are not the demo's chain. */
  applications?: LaneGroupInput['spec']['applications']
  /** The user's route where the demo has none. */
  route?(place: LifePlace): KubeObject
  /** Groups that live side by side, each in its place: one where a gateway leads to one place alone. */
  places: readonly LifePlace[]
  /** Lives take turns among these. */
  manners: readonly LifeManner[]
  samples: readonly Omit<RequestSample, 'host'>[]
  /** The workload whose pods pass everything on, and answer: theirs is the image that is seen. */
  through?: string
  /** Agents route by rules that stay while pods come and go: a version counts from when it has a ready pod. */
  agentsRoute?: true
  /** What is in front passes connections, so each request has one of its own: one that is kept ends with its pod. */
  passesConnections?: true
  /** What the chain is when the entry's application shows nothing of itself in it. */
  chain?: string
  /** The rules of a lane that takes a share of all, and more of those who ask for it where one entry can say both. */
  rulesOf(share: number): RouteRule[]
}

const application = 'spring-cloud-a'
const letters = ['a', 'b', 'c'].map((letter) => `spring-cloud-${letter}`)
const paths = [{ path: '/' }]
const plain = { entry: 'web', method: 'GET', path: '/A/a', headers: {}, cookies: {}, query: {} }
const tester = { ...plain, headers: { 'x-user': 'gray' } }
const door = (provider: string, settings: Record<string, unknown> = {}) => ({
  gateway: provider,
  provider,
  entry: (host: string) => ({
    name: 'web',
    provider,
    application,
    host,
    paths,
    ...(Object.keys(settings).length > 0 && { settings }),
  }),
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

/** An Ingress of class `nginx`, which the demo's chain does not have. */
const nginxDoor = ({ namespace, host }: LifePlace): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'door', namespace },
  spec: {
    ingressClassName: 'nginx',
    rules: [
      {
        host,
        http: {
          paths: [
            {
              path: '/',
              pathType: 'Prefix',
              backend: { service: { name: application, port: { number: 20001 } } },
            },
          ],
        },
      },
    ],
  },
})

const first: LifePlace = { namespace: 'default', host: 'example.com' }
const placeOf = (namespace: string): LifePlace => ({ namespace, host: `${namespace}.example.com` })

/** Namespaces that ACK's controller watches. */
const ackPlaces: LifePlace[] = ['ack-one', 'ack-two', 'ack-three', 'ack-four'].map((namespace) => ({
  ...placeOf(namespace),
  labels: { 'ingress-controller': 'ack-nginx' },
}))

/** A tagged pod is no baseline, so a chain's lanes are promoted by their images. */
const chain: LifeManner = { convention: 'mse', applications: letters, strategies: ['image'], mostShare: 90 }
const blueGreen: LifeManner = {
  convention: 'plain',
  applications: [application],
  strategies: ['switch', 'switch', 'image'],
  mostShare: 90,
}
const common = {
  application,
  places: [first, ...['second', 'third', 'fourth'].map(placeOf)],
  manners: [chain, blueGreen],
  samples: [plain, tester],
  rulesOf: (share: number) => [testers, everyone(share)],
}
const byShareAlone = { route: nginxDoor, rulesOf: (share: number) => [everyone(share)] }
const zuul = 'spring-cloud-zuul'

/** Every provider. A new one is one line here. */
export const lifeLines: readonly LifeLine[] = [
  { ...common, ...door('mse', { ingressClassName: 'mse' }) },
  { ...common, ...door('gateway-api') },
  { ...common, ...door('higress') },
  { ...common, ...door('istio') },
  { ...common, ...door('ingress-nginx'), ...byShareAlone },
  { ...common, ...door('ack-weight'), ...byShareAlone, places: ackPlaces },
  {
    ...common,
    provider: 'mse-agent',
    gateway: 'zuul-slb',
    places: [first],
    manners: [chain],
    agentsRoute: true,
    through: zuul,
    entry: () => ({ name: 'web', provider: 'mse-agent', application }),
  },
  {
    ...common,
    // Shares are numbers of pods behind one Service: that one who asks for the lane gets it is not claimed.
    provider: 'kubernetes',
    gateway: 'zuul-slb',
    passesConnections: true,
    application: zuul,
    applications: [{ name: zuul, deployment: zuul, service: { name: 'zuul-slb', port: 80 } }],
    places: [first],
    manners: [{ convention: 'shared', applications: [zuul], strategies: ['image'], mostShare: 70 }],
    samples: [plain],
    chain: 'A -> B -> C',
    entry: () => ({ name: 'web', provider: 'kubernetes', application: zuul }),
    rulesOf: (share) => [everyone(share)],
  },
]
