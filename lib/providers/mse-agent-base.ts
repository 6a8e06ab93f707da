import type { Entry } from '@/lib/domain/entry'
import { asObjects, asTexts, at } from '@/lib/domain/json'
import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import { say } from '@/lib/words/sentence'
import type { BaseProblem, BaseRoute, Door, ServicePort } from './provider'

/** The kind that carries an application's rule. @see https://github.com/opensergo/opensergo-control-plane/tree/main/k8s/crd/bases */
export const routerKind = { apiVersion: 'traffic.opensergo.io/v1alpha1', kind: 'TrafficRouter' }

const tagKey = 'alicloud.service.tag'
const applicationKey = 'msePilotCreateAppName'

/**
 * The name that a Deployment's pods register under; undefined when it names none.
 * @see https://help.aliyun.com/zh/mse/user-guide/connect-ack-microservice-applications-to-msc
 */
export function registeredName(deployment: KubeObject): string | undefined {
  const labels = podTexts(deployment, 'labels')
  return labels[applicationKey] ?? labels.app
}

/** The baseline that registers as the entry's application: that application is the entry, its governed callers obey the rule. */
export function findRegistered(
  entry: Entry,
  objects: readonly KubeObject[],
  service: ServicePort | undefined,
): BaseRoute | BaseProblem {
  const { application } = entry
  const [object] = objects.filter((one) => isBaseline(one) && registeredName(one) === application)
  if (object === undefined) {
    const message = say('planning.notRegistered', { application, label: applicationKey })
    return { problem: { code: 'NoBaseRoute', message, params: { application } } }
  }
  return { object, host: undefined, paths: [], service: service ?? { name: application, port: 0 } }
}

/** Untagged Deployments. */
function isBaseline(object: KubeObject): boolean {
  const tags = [podTexts(object, 'labels')[tagKey], podTexts(object, 'annotations')[tagKey]]
  return object.kind === 'Deployment' && tags.every((tag) => !tag)
}

/**
 * Governed applications that other governed ones may call: those with a name in MSE, where a Service with an address leads
 * to a governed caller. That caller itself is none, for what calls it carries no agent.
 */
export function agentDoors(workloads: readonly KubeObject[]): Door[] {
  const namespace = workloads.find(({ kind }) => kind === 'Namespace')
  const governed = workloads.filter(
    (object) =>
      isBaseline(object) &&
      podTexts(object, 'labels')[applicationKey] !== undefined &&
      isGoverned(object, namespace),
  )
  const callers = workloads
    .filter((object) => object.kind === 'Service' && at(object, 'spec', 'type') === 'LoadBalancer')
    .flatMap((service) => {
      const behind = governed.find((deployment) => selects(service, deployment))
      return behind ? [{ service: service.metadata.name, behind }] : []
    })
  const [caller] = callers
  if (caller === undefined) return []
  const outer = new Set(callers.map(({ behind }) => behind))
  return governed
    .filter((deployment) => !outer.has(deployment) && registeredName(deployment) === deployment.metadata.name)
    .map((object) => ({
      object,
      host: null,
      paths: [],
      className: caller.service,
      settings: { caller: caller.service },
    }))
}

/** Whether the agent is in a Deployment's pods, by the pods' own label or the namespace's. */
function isGoverned(deployment: KubeObject, namespace: KubeObject | undefined): boolean {
  const own = podTexts(deployment, 'labels').msePilotAutoEnable
  return own === undefined ? namespace?.metadata.labels?.['mse-enable'] === 'enabled' : own === 'on'
}

function selects(service: KubeObject, deployment: KubeObject): boolean {
  const labels = podTexts(deployment, 'labels')
  const selector = Object.entries(asTexts(at(service, 'spec', 'selector')))
  return selector.length > 0 && selector.every(([key, value]) => labels[key] === value)
}

/** The Service through which a governed caller is reached. */
export function callerRef(base: BaseRoute, caller: string | undefined): ObjectRef[] {
  if (caller === undefined) return []
  return [{ apiVersion: 'v1', kind: 'Service', namespace: base.object.metadata.namespace, name: caller }]
}

/**
 * `http://host:port` of each address of a LoadBalancer Service.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceStatus
 */
export function callerAddresses(services: readonly KubeObject[]): string[] {
  return services.flatMap((service) => {
    const own = asObjects(at(service, 'spec', 'ports')).flatMap(({ port }) =>
      typeof port === 'number' ? [port] : [],
    )
    return asObjects(at(service, 'status', 'loadBalancer', 'ingress')).flatMap((address) => {
      const { ip, hostname } = asTexts(address)
      const host = ip?.includes(':') ? `[${ip}]` : (ip ?? hostname)
      const said = asObjects(address.ports).flatMap(({ port }) => (typeof port === 'number' ? [port] : []))
      const [port = 80] = said.length > 0 ? said : own
      return host === undefined ? [] : [`http://${host}:${port}`]
    })
  })
}

function podTexts(object: KubeObject, field: 'labels' | 'annotations'): Record<string, string> {
  return asTexts(at(object, 'spec', 'template', 'metadata', field))
}
