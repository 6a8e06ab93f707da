import { asObjects, at, isJsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import type { Problem } from '@/lib/domain/problem'
import { versionName } from '@/lib/domain/version-name'
import { say } from '@/lib/words/sentence'
import { baselineNotices } from './baseline-notices'
import type { RenderedVersion, VersionInput } from './convention'
import { copyConfig } from './copy-config'
import { copyDeployment } from './copy-deployment'
import { copyService } from './copy-service'
import { laneContainer } from './lane-container'
import type { OwnMark } from './own-mark'
import { patchVersion } from './patch-version'
import { versionProblem } from './version-problem'

/** What a convention adds to a copy: the selector's own key and value, and what stands on the pods. */
export type Marks = {
  own: OwnMark
  podLabels: Record<string, string>
  podAnnotations: Record<string, string>
  /** Labels of every object. */
  objectLabels?: Record<string, string>
  /** What the Deployment's and the Service's selectors ask for beside the baseline's. */
  podSelector?: Record<string, string>
  serviceSelector?: Record<string, string>
}

/** The baseline's Deployment, and its Service where the lane needs one, copied for a lane. */
export function copyVersion(input: VersionInput, marks: Marks): RenderedVersion {
  const { application, baseline, group, lane, version } = input
  const { namespace, convention } = group.spec
  const name = versionName({ convention, application, tag: lane.tag, version })
  const containers = asObjects(at(baseline, 'spec', 'template', 'spec', 'containers'))
  const { index: containerIndex, sure } = laneContainer(containers, application, version.image)
  const replicas = lane.state !== 'active' ? 0 : (input.replicaCount ?? version.replicas)
  const { image } = version
  const copy = copyDeployment({ baseline, name, namespace, ...marks, image, containerIndex, replicas })
  const configured = laneConfig(copy, input, marks)
  if ('problem' in configured) return configured
  const patched = patchVersion(configured.deployment, input)
  if ('problem' in patched) return patched
  const made = laneService(input, name, marks)
  if ('problem' in made) return made
  return {
    ...configured,
    ...patched,
    ...made,
    notices: [...baselineNotices(input), ...(sure ? [] : [unsure(input)])],
  }
}

function laneConfig(deployment: KubeObject, input: VersionInput, { objectLabels = {} }: Marks) {
  return input.version.config === 'copy'
    ? copyConfig(deployment, input, objectLabels)
    : { deployment, configs: [] }
}

function laneService(
  input: VersionInput,
  name: string,
  { own, objectLabels, serviceSelector }: Marks,
): { service: KubeObject | undefined } | { problem: Problem } {
  const { application, group, needsService, service } = input
  if (!needsService) return { service: undefined }
  const selector = at(service, 'spec', 'selector')
  if (service === undefined || !isJsonObject(selector) || Object.keys(selector).length === 0) {
    const message = say('planning.noService', { application: application.name })
    return { problem: versionProblem(input, 'NoService', message) }
  }
  const { namespace } = group.spec
  const standing = input.services.find(({ metadata }) => metadata.name === name)
  return { service: copyService({ service, name, namespace, own, objectLabels, serviceSelector, standing }) }
}

function unsure(input: VersionInput): Notice {
  const { application, lane, version } = input
  const params = { application: application.name, lane: lane.tag }
  const message = say('planning.firstContainer', { application: application.name, image: version.image })
  return { code: 'FirstContainer', severity: 'warning', message, params }
}
