import { asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'

/** Keys that must be the same on the baseline and its lanes, or that carry the lane's tag. */
const sharedKeys = /^(msePilot|mseNamespace$|aliyun\.com\/|alicloud\.service\.|opensergo\.io\/)/

/** Keys that people use to name an application, the most usual first. */
const usualKeys = ['app', 'app.kubernetes.io/name', 'k8s-app', 'run', 'name']

/** The Services that select pods with these labels. A Service without a selector selects none. */
export function servicesSelecting(
  labels: Readonly<Record<string, string>>,
  services: readonly KubeObject[],
): KubeObject[] {
  return services.filter((service) => {
    const selector = Object.entries(asTexts(at(service, 'spec', 'selector')))
    return selector.length > 0 && selector.every(([key, value]) => labels[key] === value)
  })
}

/**
 * The label that sets a lane's pods apart: it stands in the baseline Deployment's selector and in every Service selector
 * that matches the baseline's pods. Null when there is none, so that a lane's pods could not be kept out.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
 */
export function selectorKey(baseline: KubeObject, services: readonly KubeObject[]): string | null {
  const labels = asTexts(at(baseline, 'spec', 'template', 'metadata', 'labels'))
  const selectors = servicesSelecting(labels, services).map((service) =>
    asTexts(at(service, 'spec', 'selector')),
  )
  const candidates = Object.keys(asTexts(at(baseline, 'spec', 'selector', 'matchLabels'))).filter(
    (key) => !sharedKeys.test(key) && selectors.every((selector) => Object.hasOwn(selector, key)),
  )
  const usual = usualKeys.find((key) => candidates.includes(key))
  return usual ?? candidates.sort()[0] ?? null
}
