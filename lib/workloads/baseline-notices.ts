import { asObject, asObjects, at } from '@/lib/domain/json'
import { refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { unmetPorts } from '@/lib/domain/unmet-ports'
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
  const unmet = service && unmetPorts(service, pod).find(({ port }) => port === application.service?.port)
  if (service && unmet) {
    const about = { application: application.name, service: service.metadata.name, port: unmet.target }
    add('PortNotNamed', 'warning', say('planning.portNotNamed', about))
  }
  return notices
}
