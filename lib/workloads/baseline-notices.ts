import { asObject, asObjects, at } from '@/lib/domain/json'
import { refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import type { VersionInput } from './convention'

/** What an operator should know about a baseline before pods like its own run beside it. */
export function baselineNotices({ baseline, application, lane }: VersionInput): Notice[] {
  const notices: Notice[] = []
  const params = { application: application.name, lane: lane.tag }
  const add = (code: string, severity: Notice['severity'], message: string) =>
    notices.push({ code, severity, message, object: refOf(baseline), params })
  const pod = asObject(at(baseline, 'spec', 'template', 'spec'))
  const containers = asObjects(pod.containers)
  if (!containers.some(({ readinessProbe }) => readinessProbe !== undefined)) {
    add(
      'NoReadinessProbe',
      'warning',
      `${application.name} has no readiness probe: its pods count as ready once started`,
    )
  }
  if (
    pod.hostNetwork === true ||
    containers.some(({ ports }) => asObjects(ports).some(({ hostPort }) => hostPort))
  ) {
    add(
      'HostPort',
      'warning',
      `${application.name} uses ports of the node: a lane's pod finds them taken on the same node`,
    )
  }
  if (typeof pod.nodeName === 'string') {
    add('NodeName', 'warning', `${application.name} is bound to node ${pod.nodeName}, and so are its lanes`)
  }
  if (asObjects(pod.volumes).some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined)) {
    add('SharedVolume', 'warning', `the lane's pods mount the volume claims of ${application.name}`)
  }
  return notices
}
