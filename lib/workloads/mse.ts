import { asObjects, asTexts, at, isJsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import type { Problem } from '@/lib/domain/problem'
import { versionName } from '@/lib/domain/version-name'
import { say } from '@/lib/words/sentence'
import { baselineNotices } from './baseline-notices'
import type { RenderedVersion, VersionInput, WorkloadConvention } from './convention'
import { copyDeployment } from './copy-deployment'
import { copyService } from './copy-service'
import { laneContainer } from './lane-container'
import { patchVersion } from './patch-version'
import { selectorKey } from './selector-key'
import { versionProblem } from './version-problem'

/**
 * The label or annotation by which an MSE agent knows a lane's pod.
 * @see https://help.aliyun.com/zh/mse/user-guide/configure-an-end-to-end-canary-release
 */
export const mseTagKey = 'alicloud.service.tag'

/**
 * The label that gives a pod its application in MSE; the same on the baseline and all lanes.
 * @see https://help.aliyun.com/zh/mse/user-guide/connect-ack-microservice-applications-to-msc
 */
const mseApplicationKey = 'msePilotCreateAppName'

/**
 * The key by which an MSE gateway's `service-subset` and Nacos know a lane's pod.
 * @see https://help.aliyun.com/zh/mse/user-guide/annotations-supported-by-mse-ingress-gateways
 */
const subsetKey = (tag: string) => `opensergo.io/canary-${tag}`

/** Lane workloads as an MSE agent knows them: `{app}-{tag}`, tagged pods, the baseline's application name. */
export const mseConvention: WorkloadConvention = { id: 'mse', renderVersion }

function renderVersion(input: VersionInput): RenderedVersion {
  const { group, application, lane, version, baseline, services, tagPlacement } = input
  const name = versionName({ convention: 'mse', application, tag: lane.tag, version })
  const key = selectorKey(baseline, servicesBesides(services, name))
  if (key === null) return noSelectorKey(input)
  const own = { key, value: `${application.name}-${lane.tag}` }
  const containers = asObjects(at(baseline, 'spec', 'template', 'spec', 'containers'))
  const { index: containerIndex, sure } = laneContainer(containers, application, version.image)
  const copy = copyDeployment({
    baseline,
    name,
    namespace: group.spec.namespace,
    own,
    podLabels: {
      ...(tagPlacement !== 'annotation' && { [mseTagKey]: lane.tag }),
      [subsetKey(lane.tag)]: lane.tag,
    },
    podAnnotations: tagPlacement === 'label' ? {} : { [mseTagKey]: lane.tag },
    image: version.image,
    containerIndex,
    replicas: lane.state === 'parked' ? 0 : version.replicas,
  })
  const patched = patchVersion(copy, input)
  if ('problem' in patched) return patched
  const made = laneService(input, name, own)
  if ('problem' in made) return made
  return { ...patched, ...made, notices: [...baselineNotices(input), ...mseNotices(input, sure)] }
}

function laneService(
  input: VersionInput,
  name: string,
  own: { key: string; value: string },
): { service: KubeObject | undefined } | { problem: Problem } {
  const { application, group, needsService, service } = input
  if (!needsService) return { service: undefined }
  const selector = at(service, 'spec', 'selector')
  if (service === undefined || !isJsonObject(selector) || Object.keys(selector).length === 0) {
    const message = say('planning.noService', { application: application.name })
    return { problem: versionProblem(input, 'NoService', message) }
  }
  return { service: copyService({ service, name, namespace: group.spec.namespace, own }) }
}

/** The lane's own Service never selects the baseline's pods, but an older one of the same name may stand in the list. */
function servicesBesides(services: readonly KubeObject[], name: string): KubeObject[] {
  return services.filter(({ metadata }) => metadata.name !== name)
}

function noSelectorKey(input: VersionInput): RenderedVersion {
  const { application, baseline } = input
  const message = say('planning.noSelectorKey', {
    deployment: baseline.metadata.name,
    application: application.name,
  })
  return { problem: versionProblem(input, 'NoSelectorKey', message) }
}

function mseNotices(input: VersionInput, sure: boolean): Notice[] {
  const { application, baseline, lane, version } = input
  const params = { application: application.name, lane: lane.tag }
  const notices: Notice[] = []
  if (asTexts(at(baseline, 'spec', 'template', 'metadata', 'labels'))[mseApplicationKey] === undefined) {
    const message = say('planning.noApplicationLabel', {
      application: application.name,
      label: mseApplicationKey,
    })
    notices.push({ code: 'NoApplicationLabel', severity: 'warning', message, params })
  }
  if (!sure) {
    const message = say('planning.firstContainer', { application: application.name, image: version.image })
    notices.push({ code: 'FirstContainer', severity: 'warning', message, params })
  }
  return notices
}
