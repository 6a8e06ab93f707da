import { asTexts, at } from './json'
import type { KubeObject } from './kube-object'

/**
 * Whether a Service selects pods with these labels; one without a selector selects none.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors
 */
export function selectsPods(service: KubeObject, labels: Record<string, string>): boolean {
  const selector = Object.entries(asTexts(at(service, 'spec', 'selector')))
  return selector.length > 0 && selector.every(([key, value]) => labels[key] === value)
}
