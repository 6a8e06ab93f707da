import { asObject, asObjects, at, type JsonObject } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { type Sentence, say } from '@/lib/words/sentence'
import type { VersionInput } from './convention'

/** What an operator should know about a baseline before pods like its own run beside it. */
export function baselineNotices({ baseline, application, lane, service }: VersionInput): Notice[] {
  const notices: Notice[] = []
  const params = { application: application.name, lane: lane.tag }
  const add = (code: string, severity: Notice['severity'], message: Sentence) =>
    notices.push({ code, severity, message, object: refOf(baseline), params })
  const pod = asObject(at(baseline, 'spec', 'template', 'spec'))
  const containers = asObjects(pod.containers)
  if (!containers.some(({ readinessProbe }) => readinessProbe !== undefined)) {
    add('NoReadinessProbe', 'warning', say('planning.noReadinessProbe', { application: application.name }))
  }
  if (
    pod.hostNetwork === true ||
    containers.some(({ ports }) => asObjects(ports).some(({ hostPort }) => hostPort))
  ) {
    add('HostPort', 'warning', say('planning.hostPort', { application: application.name }))
  }
  if (typeof pod.nodeName === 'string') {
    add(
      'NodeName',
      'warning',
      say('planning.nodeName', { application: application.name, node: pod.nodeName }),
    )
  }
  if (asObjects(pod.volumes).some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined)) {
    add('SharedVolume', 'warning', say('planning.sharedVolume', { application: application.name }))
  }
  const port = service && unnamedPort(service, application.service?.port, containers)
  if (service && port !== undefined) {
    const about = { application: application.name, service: service.metadata.name, port }
    add('PortNotNamed', 'warning', say('planning.portNotNamed', about))
  }
  return notices
}

/**
 * Where the Service leads, when no container names that port though some name theirs. What containers name is for readers
 * only, so something may listen there all the same; a port by name must be named.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
 */
function unnamedPort(
  service: KubeObject,
  wanted: number | undefined,
  containers: readonly JsonObject[],
): string | undefined {
  const own = asObjects(at(service, 'spec', 'ports')).find(({ port }) => port === wanted)
  const target = own?.targetPort ?? own?.port
  const named = containers.flatMap(({ ports }) => asObjects(ports))
  if (target === undefined || named.length === 0) return undefined
  const isNamed = named.some(({ containerPort, name }) => containerPort === target || name === target)
  return isNamed ? undefined : String(target)
}
