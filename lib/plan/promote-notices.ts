import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Notice } from '@/lib/domain/notice'
import { rolloutBounds } from '@/lib/domain/rollout-bounds'
import type { WantedImage } from '@/lib/domain/wanted-image'
import { say } from '@/lib/words/sentence'
import { strategyOf, wantedPods } from '@/lib/workloads/strategy-of'
import { scalerOf } from './autoscaled'
import { patchedFields } from './patched-fields'
import type { LiveState, StaysBehind } from './types'

/** So many fields are named. */
const mostNamed = 4

/**
 * What to know before a baseline rolls: that its strategy leaves a moment without a ready pod, so that requests fail, and
 * that its number of pods is an autoscaler's.
 */
export function rollNotices(deployment: KubeObject, live: Pick<LiveState, 'objects'>): Notice[] {
  const notices: Notice[] = []
  const strategy = strategyOf(deployment)
  const pods = wantedPods(deployment)
  const { least, unavailable } = rolloutBounds(strategy, pods)
  const params = { deployment: deployment.metadata.name, pods: String(pods), missing: String(unavailable) }
  if (pods > 0 && least <= 0) {
    const message =
      strategy.type === 'Recreate' ? say('planning.recreates', params) : say('planning.rollsEmpty', params)
    notices.push({ code: 'RollsEmpty', severity: 'warning', message, object: refOf(deployment), params })
  }
  const scaler = scalerOf(deployment, live)
  if (scaler === null) return notices
  const about = { deployment: params.deployment, scaler: scaler.metadata.name, pods: params.pods }
  const message = say('planning.baselineAutoscaled', about)
  return [...notices, { code: 'Autoscaled', severity: 'info', message, object: refOf(scaler), params: about }]
}

/** What of a lane's versions does not go to the baselines when their images do: what they patch, and their copies of configuration. */
export function staysBehind(
  { spec }: LaneGroupDocument,
  tag: string | null,
  images: readonly WantedImage[],
): StaysBehind[] {
  const versions = spec.lanes.find((lane) => lane.tag === tag)?.versions ?? []
  return images.flatMap(({ application, deployment }) => {
    const version = versions.find((one) => one.application === application)
    if (version === undefined || tag === null) return []
    const fields = patchedFields(version.patch ?? {})
    const copies = version.config === 'copy'
    return fields.length > 0 || copies ? [{ application, deployment, lane: tag, fields, copies }] : []
  })
}

/** The same in words. Names of fields only: their values may be secret. */
export function behindNotices(left: readonly StaysBehind[], namespace: string): Notice[] {
  return left.flatMap(({ application, deployment, lane, fields, copies }) => {
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: deployment }
    const about = { application, deployment, lane }
    const said: Notice[] = []
    if (fields.length > 0) {
      const rest = fields.length > mostNamed ? ['…'] : []
      const params = { ...about, fields: [...fields.slice(0, mostNamed), ...rest].join(', ') }
      const message = say('planning.patchStays', params)
      said.push({ code: 'StaysBehind', severity: 'warning', message, object, params })
    }
    if (copies)
      said.push({
        code: 'StaysBehind',
        severity: 'warning',
        message: say('planning.copiesStay', about),
        object,
        params: about,
      })
    return said
  })
}
