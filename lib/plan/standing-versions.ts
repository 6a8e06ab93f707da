import type { Application } from '@/lib/domain/application'
import { asTexts, at } from '@/lib/domain/json'
import { labelKeys } from '@/lib/domain/labels'
import type { DesiredInput } from './desired'

/**
 * Whether lanes' pods of an application stand behind its Service, or are about to: then requests that no rule takes must be
 * held on the baseline's version, from before the first of those pods is ready until after the last is gone.
 * @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#set-default-routes-for-services
 */
export function hasStandingVersions(
  { document, live }: Pick<DesiredInput, 'document' | 'live'>,
  { name, service }: Application,
): boolean {
  const { lanes, namespace } = document.spec
  const isComing = lanes.some(
    ({ state, versions }) =>
      state === 'active' &&
      versions.some(({ application, replicas }) => application === name && replicas !== 0),
  )
  if (isComing || service === undefined) return isComing
  const own = live.objects.filter(({ metadata }) => metadata.namespace === namespace)
  const found = own.find(({ kind, metadata }) => kind === 'Service' && metadata.name === service.name)
  const selector = Object.entries(asTexts(at(found, 'spec', 'selector')))
  return own.some((object) => {
    if (object.kind !== 'Deployment' || object.metadata.labels?.[labelKeys.lane] === undefined) return false
    const labels = asTexts(at(object, 'spec', 'template', 'metadata', 'labels'))
    const hasPods = at(object, 'spec', 'replicas') !== 0 || Number(at(object, 'status', 'replicas') ?? 0) > 0
    return hasPods && selector.length > 0 && selector.every(([key, value]) => labels[key] === value)
  })
}
