import { asObjects, asTexts, at } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { MseAgentSettings } from './mse-agent-settings'
import type { Obstacles, Surroundings } from './provider'

/**
 * Ways to the entry's application that pass no agent: an Ingress or a Service with an address of its own, and a caller that
 * is kept ungoverned. The rules do not hold for what comes through them.
 * @see https://help.aliyun.com/document_detail/170454.html
 */
export function agentObstacles({ base, document, entry, objects }: Surroundings): Obstacles {
  const application = document.spec.applications.find(({ name }) => name === entry.application)
  const labels = podLabels(base.object)
  const behind = objects.filter((object) => object.kind === 'Service' && selects(object, labels))
  const names = new Set([application?.service?.name, ...behind.map(({ metadata }) => metadata.name)])
  const open = behind.filter(
    (service) => at(service, 'spec', 'type') !== 'ClusterIP' && at(service, 'spec', 'type'),
  )
  const ingresses = objects.filter(
    (object) =>
      object.kind === 'Ingress' &&
      object.metadata.labels?.[labelKeys.lane] === undefined &&
      backendsOf(object).some((name) => names.has(name)),
  )
  const settings = MseAgentSettings.safeParse(entry.settings ?? {})
  const callers = settings.success ? callersOf(settings.data.caller, objects) : []
  const notices = [...open, ...ingresses, ...callers].map((object): Notice => {
    const about = { kind: object.kind, name: object.metadata.name, application: entry.application }
    const message = say('planning.callerNotGoverned', about)
    return {
      code: 'EntryCallerNotGoverned',
      severity: 'warning',
      message,
      object: refOf(object),
      params: about,
    }
  })
  return { problems: [], notices }
}

/** The caller's Deployments whose pods say that they want no agent. */
function callersOf(caller: string | undefined, objects: readonly KubeObject[]): KubeObject[] {
  const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === caller)
  if (service === undefined) return []
  return objects.filter((object) => {
    const labels = podLabels(object)
    return object.kind === 'Deployment' && labels.msePilotAutoEnable === 'off' && selects(service, labels)
  })
}

function podLabels(object: KubeObject): Record<string, string> {
  return asTexts(at(object, 'spec', 'template', 'metadata', 'labels'))
}

function selects(service: KubeObject, labels: Readonly<Record<string, string>>): boolean {
  const selector = Object.entries(asTexts(at(service, 'spec', 'selector')))
  return selector.length > 0 && selector.every(([key, value]) => labels[key] === value)
}

function backendsOf(ingress: KubeObject): string[] {
  const paths = asObjects(at(ingress, 'spec', 'rules')).flatMap((rule) =>
    asObjects(at(rule, 'http', 'paths')),
  )
  const backends = [at(ingress, 'spec', 'defaultBackend'), ...paths.map(({ backend }) => backend)]
  return backends.flatMap((backend) => {
    const name = at(backend, 'service', 'name')
    return typeof name === 'string' ? [name] : []
  })
}
