import { asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import type { Problem } from '@/lib/domain/problem'
import { copyName } from '@/lib/domain/version-name'
import { say } from '@/lib/words/sentence'
import type { LaneRoute, RenderedVersion, VersionInput, WorkloadConvention } from './convention'
import { copyVersion } from './copy-version'
import { mseNotices, mseTagKey } from './mse'
import { servicesSelecting } from './selector-key'
import { versionProblem } from './version-problem'

/**
 * The labels by which Zadig knows a lane's objects; the baseline has the first with value `original`.
 * @see https://github.com/koderover/zadig/blob/main/pkg/types/labels.go
 */
const versionKey = 'zadigx-release-version'
const typeKey = 'zadigx-release-type'
const serviceKey = 'zadigx-release-service-name'

/**
 * Lane workloads as Zadig's MSE gray release makes them: each object is named `{name}-mse-{tag}` and labelled, the
 * release version sets the pods apart, so the baseline's selectors must have it already.
 * @see https://docs.koderover.com/zadig/ZadigX/workflow/mse/
 */
export const zadigConvention: WorkloadConvention = { id: 'zadig', renderVersion, dressRoute }

function renderVersion(input: VersionInput): RenderedVersion {
  const { lane, tagPlacement } = input
  const problem = selectorProblem(input)
  if (problem) return { problem }
  const labels = releaseLabels(input.application.name, lane.tag)
  const rendered = copyVersion(input, {
    own: { key: versionKey, value: lane.tag },
    podLabels: { ...labels, [mseTagKey]: lane.tag },
    podAnnotations: tagPlacement === 'label' ? {} : { [mseTagKey]: lane.tag },
    objectLabels: labels,
    podSelector: { ...labels, [mseTagKey]: lane.tag },
    serviceSelector: labels,
  })
  if ('problem' in rendered) return rendered
  return { ...rendered, notices: [...rendered.notices, ...mseNotices(input)] }
}

function releaseLabels(application: string, tag: string): Record<string, string> {
  return { [versionKey]: tag, [typeKey]: 'mse-gray', [serviceKey]: application }
}

/** A Deployment's selector never changes, so what it lacks cannot be added beside the running baseline. */
function selectorProblem(input: VersionInput): Problem | null {
  const { application, baseline, lane, services } = input
  const labels = asTexts(at(baseline, 'spec', 'template', 'metadata', 'labels'))
  const selectors = [asTexts(at(baseline, 'spec', 'selector', 'matchLabels'))]
  const leaking = servicesSelecting(labels, services).filter(
    (service) => asTexts(at(service, 'spec', 'selector'))[versionKey] === undefined,
  )
  const named = { deployment: baseline.metadata.name, application: application.name }
  if (selectors.some((selector) => selector[versionKey] === undefined) || labels[versionKey] === undefined)
    return versionProblem(input, 'NoReleaseVersion', say('planning.noReleaseVersion', named))
  if (labels[versionKey] === lane.tag)
    return versionProblem(input, 'SameVersion', say('planning.sameRelease', { ...named, tag: lane.tag }))
  if (leaking.length === 0) return null
  const names = leaking.map(({ metadata }) => metadata.name).join(', ')
  return versionProblem(input, 'ServiceLeaks', say('planning.releaseLeaks', { ...named, services: names }))
}

/** The annotation that takes a share of what no condition took. @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary */
const canaryKey = 'nginx.ingress.kubernetes.io/canary'
const weightKey = 'nginx.ingress.kubernetes.io/canary-weight'

/** A lane's route with Zadig's name and labels; a canary by conditions says that it takes no share, as Zadig's do. */
function dressRoute(route: KubeObject, { application, base }: LaneRoute): KubeObject {
  const { metadata } = route
  const lane = metadata.labels?.[labelKeys.lane] ?? ''
  const isNamed = metadata.name === `${base}-${lane}` || metadata.name.startsWith(`${base}-${lane}-`)
  const takesNoShare =
    metadata.annotations?.[canaryKey] === 'true' && metadata.annotations[weightKey] === undefined
  return {
    ...route,
    metadata: {
      ...metadata,
      name: isNamed ? copyName('zadig', base, metadata.name.slice(base.length + 1)) : metadata.name,
      labels: { ...metadata.labels, ...releaseLabels(application, lane) },
      ...(takesNoShare && { annotations: { ...metadata.annotations, [weightKey]: '0' } }),
    },
  }
}
