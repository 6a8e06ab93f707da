import { asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Convention } from '@/lib/domain/lane-group'

/** A lane's tag on the pods of a Deployment, and where it stands. */
export type FoundTag = { value: string; key: string; placement: 'label' | 'annotation' }

/**
 * Where conventions write the lane, the most telling key first, with the values that mean no lane.
 * @see https://help.aliyun.com/zh/mse/user-guide/configure-an-end-to-end-canary-release
 * @see https://github.com/koderover/zadig/blob/main/pkg/types/labels.go
 */
export const tagKeys: readonly { key: string; convention: Convention; untagged: readonly string[] }[] = [
  { key: 'zadigx-release-version', convention: 'zadig', untagged: ['original'] },
  { key: 'alicloud.service.tag', convention: 'mse', untagged: ['base'] },
  { key: 'track', convention: 'shared', untagged: ['stable'] },
]

/** The labels or annotations of a Deployment's pods. */
export function podMetadata(deployment: KubeObject, field: 'labels' | 'annotations'): Record<string, string> {
  return asTexts(at(deployment, 'spec', 'template', 'metadata', field))
}

/** The lane tag on a Deployment's pods, an annotation before a label; null for a baseline. */
export function findTag(deployment: KubeObject): FoundTag | null {
  for (const { key, untagged } of tagKeys) {
    for (const placement of ['annotation', 'label'] as const) {
      const value = podMetadata(deployment, `${placement}s`)[key]
      if (value !== undefined && value !== '' && !untagged.includes(value)) return { value, key, placement }
    }
  }
  return null
}
