import { asObject, asObjects, asTexts, at, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneVersion } from '@/lib/domain/lane'
import { isTracking, withoutTracking } from './tracking'

/** What sets a copy apart from its baseline. */
export type CopyInput = {
  baseline: KubeObject
  name: string
  namespace: string
  /** The selector's own key and value. */
  own: { key: string; value: string }
  /** Labels and annotations that the convention puts on the pods. */
  podLabels: Record<string, string>
  podAnnotations: Record<string, string>
  /** Labels of the Deployment itself. */
  objectLabels?: Record<string, string>
  /** What the selector asks for beside the baseline's. */
  podSelector?: Record<string, string>
  image: string
  containerIndex: number
  /** Undefined leaves the count to an autoscaler. */
  replicas: LaneVersion['replicas']
}

/**
 * A Deployment like the baseline, without what the server or a tool wrote into it: own name, own selector, tag, image and
 * replicas. Fields of the pod that we do not know are kept as they are.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/#DeploymentSpec
 */
export function copyDeployment(input: CopyInput): KubeObject {
  const { baseline, name, namespace, own, objectLabels, podSelector, replicas } = input
  const { replicas: _replicas, paused: _paused, selector, template, ...spec } = asObject(baseline.spec)
  const matchLabels = ownLabels(asTexts(at(selector, 'matchLabels')), own)
  const annotations = withoutTracking(baseline.metadata.annotations)
  const written = withoutTracking(baseline.metadata.labels)
  const labels = (written || objectLabels) && { ...written, ...objectLabels }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace,
      ...(labels && { labels: ownLabels(labels, labels[own.key] === undefined ? null : own) }),
      ...(annotations && { annotations }),
    },
    spec: {
      ...(replicas !== undefined && { replicas }),
      selector: { matchLabels: { ...matchLabels, ...podSelector }, ...expressionsOf(selector, own.key) },
      template: templateOf(asObject(template), input),
      ...spec,
    },
  }
}

function templateOf(template: JsonObject, input: CopyInput): JsonObject {
  const { own, podLabels, podAnnotations, image, containerIndex } = input
  const annotations = {
    ...withoutTracking(asTexts(at(template, 'metadata', 'annotations'))),
    ...podAnnotations,
  }
  const labels = ownLabels(asTexts(at(template, 'metadata', 'labels')), own)
  const pod = asObject(template.spec)
  const containers = asObjects(pod.containers).map((container, index) =>
    index === containerIndex ? { ...container, image } : container,
  )
  return {
    metadata: {
      labels: { ...labels, ...podLabels },
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: { ...pod, containers },
  }
}

/** Labels without bookkeeping and with the own key's value; a null key sets nothing. */
export function ownLabels(
  labels: Record<string, string>,
  own: { key: string; value: string } | null,
): Record<string, string> {
  const kept = Object.entries(labels).filter(([key]) => key === own?.key || !isTracking(key))
  return { ...Object.fromEntries(kept), ...(own && { [own.key]: own.value }) }
}

/** The selector's expressions but those on the own key, which the copy's pods would not meet. */
function expressionsOf(selector: unknown, ownKey: string): JsonObject {
  const expressions = asObjects(at(selector, 'matchExpressions')).filter(
    ({ key }) => key !== ownKey && typeof key === 'string' && !isTracking(key),
  )
  return expressions.length > 0 ? { matchExpressions: expressions } : {}
}
