import { z } from 'zod'
import { baseline } from '@/lib/domain/baseline'
import type { Entry } from '@/lib/domain/entry'
import { asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import type { RouteRule } from '@/lib/domain/route-rule'
import { say } from '@/lib/words/sentence'
import { checkFeatures } from './check-features'
import type { Feature } from './feature'
import { callerAddresses } from './mse-agent-base'
import { checkUntagged } from './nginx-check'
import { noBase } from './no-base'
import type {
  BaseProblem,
  BaseRoute,
  CheckContext,
  Routes,
  ServicePort,
  TrafficProvider,
  Unsupported,
} from './provider'

const title = 'Kubernetes Service'

/** A Service has no settings of an entry's. */
export const KubernetesSettings = z.strictObject({})
export type KubernetesSettings = z.infer<typeof KubernetesSettings>

const features: ReadonlySet<Feature> = new Set(['weighted', 'n-way', 'replicas'])

/**
 * No gateway at all: lanes' pods stand behind the baseline's Service, which shares connections evenly, so numbers of pods make
 * the shares.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/
 * @see https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments
 */
export const kubernetes: TrafficProvider<KubernetesSettings> = {
  id: 'kubernetes',
  title,
  features,
  settings: KubernetesSettings,
  entersBy: 'application',
  routeKinds: [{ apiVersion: 'v1', kind: 'Service' }],
  classKinds: [],
  check: (rules, _entry, context) => [
    ...checkFeatures(rules, features, title, () => 'checks.whyNoGateway'),
    ...checkBaselineShare(rules),
    ...checkConvention(rules, context),
    ...checkUntagged(rules, context, title),
  ],
  // Every Service could be one: an entry of this kind is named by hand.
  findDoors: () => [],
  findBase: (entry, _settings, objects, service) => findService(entry, objects, service),
  gateways: () => [],
  addresses: ({ object }) => callerAddresses([object]),
  laneService: () => 'shared',
  metrics: () => null,
  // What makes the shares is how many pods each workload has.
  render: () => ({ objects: [], edits: [], notices: [] }),
  read: readReplicas,
}

/** Pods of the baseline always take their part: without them there is nothing to count lanes' pods against. */
function checkBaselineShare(rules: readonly RouteRule[]): Unsupported[] {
  return rules.flatMap((rule) => {
    const sum = (lane: boolean) =>
      rule.targets.reduce((total, one) => ((one.lane === baseline) === lane ? total + one.weight : total), 0)
    if (rule.match !== undefined || sum(false) === 0 || sum(true) > 0) return []
    return [
      {
        rule: rule.name,
        code: 'NeedsBaseline',
        message: say('checks.replicasNeedBaseline', { rule: rule.name }),
      },
    ]
  })
}

function checkConvention(rules: readonly RouteRule[], { convention }: CheckContext): Unsupported[] {
  const [rule] = rules
  if (rule === undefined || convention === undefined || convention === 'shared') return []
  const message = say('checks.replicasNeedShared', { gateway: title, convention })
  return [{ rule: rule.name, code: 'Convention', message, params: { convention } }]
}

function findService(
  { application }: Entry,
  objects: readonly KubeObject[],
  service: ServicePort | undefined,
): BaseRoute | BaseProblem {
  const object = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === service?.name)
  if (object === undefined || service === undefined)
    return noBase({
      entry: { name: application, provider: 'kubernetes', application },
      kind: 'Service',
      ofClass: undefined,
    })
  return { object, host: undefined, paths: [], service }
}

/** The shares that the workloads behind a Service have by their numbers of pods. */
function readReplicas(objects: readonly KubeObject[], base: BaseRoute): Routes | null {
  const port = typeof base.service.port === 'number' ? base.service.port : 0
  const service = { name: base.service.name, port }
  const targets = objects
    .filter((object) => isBehind(object, base.object))
    .map((deployment) => ({
      lane: deployment.metadata.labels?.[labelKeys.lane] ?? baseline,
      weight: Number(at(deployment, 'spec', 'replicas') ?? 1),
      service,
      setTag: null,
    }))
  const taking = targets.filter(({ weight }) => weight > 0)
  const toLane = taking.some(({ lane }) => lane !== baseline)
  return {
    entry: '',
    host: undefined,
    paths: [],
    base: { service },
    tagHeader: '',
    tagPolicy: 'open',
    rules: toLane ? [{ name: 'everyone', targets: taking }] : [],
  }
}

function isBehind(object: KubeObject, service: KubeObject): boolean {
  const labels = asTexts(at(object, 'spec', 'template', 'metadata', 'labels'))
  const selector = Object.entries(asTexts(at(service, 'spec', 'selector')))
  return (
    object.kind === 'Deployment' &&
    selector.length > 0 &&
    selector.every(([key, value]) => labels[key] === value)
  )
}
