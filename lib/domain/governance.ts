import { asObjects, asTexts, at } from './json'
import type { KubeObject } from './kube-object'

/** What an application lacks to be governed, and so what to do about it. */
export type GovernanceGap =
  /** Neither the namespace nor the pods ask for the agent: switch the namespace on. */
  | 'switch'
  /** The pods say `off` themselves, which goes before the namespace: their owner must change that. */
  | 'podOff'
  /** The pods carry no name for MSE, so their versions do not belong together. */
  | 'name'
  /** The agent is asked for, but these pods were made before: restart them. */
  | 'restart'
  /** The agent is asked for, and no component in the cluster injects it: install one. */
  | 'component'
  /** There is no pod to look at. */
  | 'noPods'

/** One baseline application: where the agent is asked for, the pod that was looked at, and what is missing. */
export type GovernedApplication = {
  deployment: string
  /** The name in MSE, null when the pods have none. */
  registered: string | null
  switchedBy: 'namespace' | 'pods' | null
  /** A ready pod with the agent in it, or the first without. */
  pod: string | null
  injected: boolean
  gaps: GovernanceGap[]
}

/** What governance needs in a namespace. `component` is null when none was found, undefined when that could not be read. */
export type Governance = {
  namespace: string
  isOn: boolean
  component: { namespace: string; name: string; ready: boolean } | null | undefined
  applications: GovernedApplication[]
}

/**
 * The label by which a namespace asks for the agent in its pods.
 * @see https://help.aliyun.com/zh/mse/user-guide/connect-ack-microservice-applications-to-msc
 */
export const governanceLabel = { key: 'mse-enable', value: 'enabled' } as const
const podSwitch = 'msePilotAutoEnable'
/** The pod label by which MSE knows the versions of one application. */
export const governanceNameKey = 'msePilotCreateAppName'
const tagKey = 'alicloud.service.tag'
const releaseKey = 'zadigx-release-version'
/** The container by which a pod shows that the agent was put into it. */
const injectedContainer = 'one-pilot-initcontainer'

/** The Deployments that inject the agent, by the names that ACK gives them. */
export const governanceComponents: readonly { namespace: string; name: string }[] = [
  { namespace: 'ack-onepilot', name: 'ack-onepilot' },
  { namespace: 'kube-system', name: 'ack-onepilot' },
  { namespace: 'mse-pilot', name: 'mse-pilot-ack-mse-pilot' },
  { namespace: 'mse-pilot', name: 'ack-mse-pilot' },
]

/** Judges a namespace by its objects; `components` are the Deployments found of `governanceComponents`, undefined when unknown. */
export function judgeGovernance(found: {
  namespace: KubeObject
  deployments: readonly KubeObject[]
  pods: readonly KubeObject[]
  components: readonly KubeObject[] | undefined
}): Governance {
  const { namespace, deployments, pods, components } = found
  const isOn = namespace.metadata.labels?.[governanceLabel.key] === governanceLabel.value
  const component = components && (components.map(toComponent).sort(readyFirst)[0] ?? null)
  return {
    namespace: namespace.metadata.name,
    isOn,
    component,
    applications: deployments
      .filter((deployment) => isBaseline(deployment))
      .map((deployment) => judgeApplication(deployment, { isOn, hasComponent: component !== null, pods })),
  }
}

function judgeApplication(
  deployment: KubeObject,
  { isOn, hasComponent, pods }: { isOn: boolean; hasComponent: boolean; pods: readonly KubeObject[] },
): GovernedApplication {
  const labels = podLabels(deployment)
  const own = labels[podSwitch]
  const switchedBy = own === 'on' ? 'pods' : own === undefined && isOn ? 'namespace' : null
  const mine = pods.filter((pod) => belongsTo(pod, deployment))
  const bare = mine.find((pod) => !isInjected(pod))
  const shown = bare ?? mine[0]
  const registered = labels[governanceNameKey] ?? null
  const injected = mine.length > 0 && bare === undefined
  const gaps: GovernanceGap[] = []
  if (own === 'off') gaps.push('podOff')
  else if (switchedBy === null) gaps.push('switch')
  if (registered === null) gaps.push('name')
  if (switchedBy !== null && mine.length === 0) gaps.push('noPods')
  if (switchedBy !== null && bare !== undefined) gaps.push(hasComponent ? 'restart' : 'component')
  return {
    deployment: deployment.metadata.name,
    registered,
    switchedBy,
    pod: shown?.metadata.name ?? null,
    injected,
    gaps,
  }
}

/** Lanes are made like their baseline, and judged with it. */
function isBaseline(deployment: KubeObject): boolean {
  const labels = podLabels(deployment)
  const annotations = asTexts(at(deployment, 'spec', 'template', 'metadata', 'annotations'))
  const release = labels[releaseKey]
  return !labels[tagKey] && !annotations[tagKey] && (release === undefined || release === 'original')
}

function podLabels(deployment: KubeObject): Record<string, string> {
  return asTexts(at(deployment, 'spec', 'template', 'metadata', 'labels'))
}

function belongsTo({ metadata }: KubeObject, deployment: KubeObject): boolean {
  const selector = Object.entries(asTexts(at(deployment, 'spec', 'selector', 'matchLabels')))
  const labels = metadata.labels ?? {}
  return selector.length > 0 && selector.every(([key, value]) => labels[key] === value)
}

function isInjected(pod: KubeObject): boolean {
  return asObjects(at(pod, 'spec', 'initContainers')).some(
    ({ name }) => typeof name === 'string' && name.startsWith(injectedContainer),
  )
}

function toComponent(deployment: KubeObject) {
  const { name, namespace = '' } = deployment.metadata
  const ready = at(deployment, 'status', 'readyReplicas')
  return { namespace, name, ready: typeof ready === 'number' && ready > 0 }
}

function readyFirst(one: { ready: boolean }, other: { ready: boolean }): number {
  return Number(other.ready) - Number(one.ready)
}
