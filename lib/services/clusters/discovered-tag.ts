import { asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Discovery } from '@/lib/services/schemas/clusters'

type Tag = NonNullable<Discovery['applications'][number]['tag']>
type Convention = Discovery['convention']

/** Where conventions write the lane, the most telling key first; the values that mean no lane. */
const tagKeys: readonly { key: string; convention: Convention; untagged: readonly string[] }[] = [
  { key: 'zadigx-release-version', convention: 'zadig', untagged: ['original'] },
  { key: 'alicloud.service.tag', convention: 'mse', untagged: ['base'] },
  { key: 'track', convention: 'shared', untagged: ['stable'] },
]

const podMetadata = (deployment: KubeObject, field: 'labels' | 'annotations') =>
  asTexts(at(deployment, 'spec', 'template', 'metadata', field))

/** The lane tag on a Deployment's pods and where it stands; null for a baseline. */
export function findTag(deployment: KubeObject): Tag | null {
  for (const { key, untagged } of tagKeys) {
    for (const placement of ['label', 'annotation'] as const) {
      const value = podMetadata(deployment, `${placement}s`)[key]
      if (value !== undefined && value !== '' && !untagged.includes(value)) return { value, key, placement }
    }
  }
  return null
}

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
