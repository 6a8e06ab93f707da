import { asTexts, at } from '@/lib/domain/json'
import type { Problem } from '@/lib/domain/problem'
import { say } from '@/lib/words/sentence'
import type { RenderedVersion, VersionInput, WorkloadConvention } from './convention'
import { copyVersion } from './copy-version'
import { ownMark } from './own-mark'
import { versionProblem } from './version-problem'

/**
 * The label by which subsets, telemetry and the graphs of a mesh tell versions apart.
 * @see https://istio.io/latest/docs/ops/deployment/application-requirements/#pod-requirements
 */
const versionKey = 'version'

/**
 * Lane workloads of a mesh: `{app}-{tag}` with `version: {tag}` on the pods. Where lanes share the baseline's Service that
 * label alone sets them apart, so the baseline must have one; else they have a key, and a Service, of their own.
 */
export const istioConvention: WorkloadConvention = { id: 'istio', renderVersion }

function renderVersion(input: VersionInput): RenderedVersion {
  const { lane, service } = input
  const podLabels = { [versionKey]: lane.tag }
  const isByVersion = asTexts(at(service, 'spec', 'selector'))[versionKey] !== undefined
  const marks = {
    podLabels,
    podAnnotations: {},
    podSelector: podLabels,
    ...(isByVersion && { serviceSelector: podLabels }),
  }
  if (input.sharesService) {
    const problem = sharedProblem(input)
    const own = { key: versionKey, value: lane.tag }
    return problem ? { problem } : copyVersion(input, { ...marks, own })
  }
  const own = ownMark(input)
  if ('problem' in own) return own
  return copyVersion(input, { ...marks, own: own.key === versionKey ? { ...own, value: lane.tag } : own })
}

/** Why a lane cannot stand behind the baseline's Service: a subset of it would be empty, or hold the baseline's pods too. */
function sharedProblem(input: VersionInput): Problem | null {
  const { application, baseline, lane, service } = input
  const deployment = baseline.metadata.name
  const version = asTexts(at(baseline, 'spec', 'selector', 'matchLabels'))[versionKey]
  if (version === undefined) {
    const message = say('planning.noVersionLabel', { deployment, application: application.name })
    return versionProblem(input, 'NoVersionLabel', message)
  }
  if (version === lane.tag)
    return versionProblem(input, 'SameVersion', say('planning.sameVersion', { deployment, version }))
  if (service === undefined)
    return versionProblem(input, 'NoService', say('planning.noService', { application: application.name }))
  if (asTexts(at(service, 'spec', 'selector'))[versionKey] === undefined) return null
  const named = { service: service.metadata.name, application: application.name }
  return versionProblem(input, 'ServiceByVersion', say('planning.serviceByVersion', named))
}
