import { asTexts, at } from '@/lib/domain/json'
import { refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import type { Problem } from '@/lib/domain/problem'
import { say } from '@/lib/words/sentence'
import type { RenderedVersion, VersionInput, WorkloadConvention } from './convention'
import { copyVersion } from './copy-version'
import { servicesSelecting } from './selector-key'
import { versionProblem } from './version-problem'

/**
 * The label that tells versions of one application apart behind one Service.
 * @see https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments
 */
const trackKey = 'track'

/** Lane workloads behind the baseline's Service: `{app}-{tag}` with `track: {tag}`, the baseline's other labels kept. */
export const sharedConvention: WorkloadConvention = { id: 'shared', renderVersion }

function renderVersion(input: VersionInput): RenderedVersion {
  const { lane } = input
  const problem = notShared(input)
  if (problem) return { problem }
  const podLabels = { [trackKey]: lane.tag }
  const rendered = copyVersion(input, {
    own: { key: trackKey, value: lane.tag },
    podLabels,
    podAnnotations: {},
  })
  return 'problem' in rendered ? rendered : { ...rendered, notices: [...rendered.notices, ...overlap(input)] }
}

/** Why the lane's pods cannot stand behind the baseline's Service. */
function notShared(input: VersionInput): Problem | null {
  const { application, baseline, lane, service, sharesService } = input
  if (!sharesService) {
    const message = say('planning.sharedWithoutEntry', { application: application.name })
    return versionProblem(input, 'SharedWithoutEntry', message)
  }
  const named = { application: application.name }
  if (service === undefined) return versionProblem(input, 'NoService', say('planning.noService', named))
  const labels = asTexts(at(baseline, 'spec', 'template', 'metadata', 'labels'))
  const deployment = baseline.metadata.name
  if (labels[trackKey] === lane.tag)
    return versionProblem(input, 'SameTrack', say('planning.sameTrack', { deployment, track: lane.tag }))
  if (servicesSelecting({ ...labels, [trackKey]: lane.tag }, [service]).length > 0) return null
  const about = { service: service.metadata.name, ...named }
  return versionProblem(input, 'ServiceByTrack', say('planning.serviceByTrack', about))
}

/** Without a track of its own the baseline's selector is met by the lane's pods too: what counts pods by it counts them. */
function overlap({ application, baseline, lane }: VersionInput): Notice[] {
  if (asTexts(at(baseline, 'spec', 'selector', 'matchLabels'))[trackKey] !== undefined) return []
  const deployment = baseline.metadata.name
  const message = say('planning.overlappingSelector', { deployment })
  const params = { application: application.name, lane: lane.tag }
  return [{ code: 'OverlappingSelector', severity: 'info', message, object: refOf(baseline), params }]
}
