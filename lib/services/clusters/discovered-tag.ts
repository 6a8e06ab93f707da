import type { KubeObject } from '@/lib/domain/kube-object'
import type { Convention } from '@/lib/domain/lane-group'
import { podMetadata, tagKeys } from '@/lib/workloads/found-tag'

/** Whether the MSE agent is put into a Deployment's pods, by the namespace's label or the pods' own. */
export function governedBy(deployment: KubeObject, namespace: KubeObject | undefined): boolean {
  const own = podMetadata(deployment, 'labels').msePilotAutoEnable
  if (own !== undefined) return own === 'on'
  return namespace?.metadata.labels?.['mse-enable'] === 'enabled'
}

/** How the workloads of a namespace are named and labelled, as far as they show it. */
export function guessConvention(
  deployments: readonly KubeObject[],
  namespace: KubeObject | undefined,
): Convention {
  const found = tagKeys.find(({ key }) =>
    deployments.some(
      (deployment) =>
        podMetadata(deployment, 'labels')[key] !== undefined ||
        podMetadata(deployment, 'annotations')[key] !== undefined,
    ),
  )
  if (found) return found.convention
  if (namespace?.metadata.labels?.['istio-injection'] === 'enabled') return 'istio'
  return deployments.some((deployment) => governedBy(deployment, namespace)) ? 'mse' : 'plain'
}
