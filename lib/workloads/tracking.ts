import type { KubeObject } from '@/lib/domain/kube-object'

const trackingKeys = [
  /^app\.kubernetes\.io\/instance$/,
  /^argocd\.argoproj\.io\//,
  /^([^/]+\.)?fluxcd\.io\//,
  /^([^/]+\.)?toolkit\.fluxcd\.io\//,
  /^meta\.helm\.sh\//,
  /^kubectl\.kubernetes\.io\//,
  /^deployment\.kubernetes\.io\//,
  /^lanekeeper\.io\//,
]

/** Whether a label or annotation is another tool's (or our own) bookkeeping, so that a copy must not carry it. */
export function isTracking(key: string): boolean {
  return trackingKeys.some((pattern) => pattern.test(key))
}

/** Labels or annotations without bookkeeping; undefined when none are left. */
export function withoutTracking(
  entries: Record<string, string> | undefined,
): Record<string, string> | undefined {
  const kept = Object.entries(entries ?? {}).filter(([key]) => !isTracking(key))
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

/**
 * The tool that keeps an object in step with a source of its own, by its marks; null when none does.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#garbage-collection
 * @see https://helm.sh/docs/chart_best_practices/labels/
 */
export function trackedBy(object: KubeObject): 'Argo CD' | 'Flux' | 'Helm' | null {
  const { labels = {}, annotations = {} } = object.metadata
  const keys = [...Object.keys(labels), ...Object.keys(annotations)]
  if (keys.some((key) => key.startsWith('argocd.argoproj.io/'))) return 'Argo CD'
  if (keys.some((key) => /^([^/]+\.)?fluxcd\.io\//.test(key))) return 'Flux'
  if ('meta.helm.sh/release-name' in annotations || labels['app.kubernetes.io/managed-by'] === 'Helm')
    return 'Helm'
  return null
}
