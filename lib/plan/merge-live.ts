import { isJsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { strategicMerge } from '@/lib/domain/strategic-merge'
import { droppedFields, type FieldStep, follow } from './owned-fields'

/** The object without the server's bookkeeping, as people read it. */
export function readable(object: KubeObject): KubeObject {
  const { managedFields: _managedFields, ...metadata } = object.metadata
  return { ...object, metadata }
}

/** What a live object becomes by an apply of ours: our fields over it, and without those that we no longer set. */
export function mergeLive(live: KubeObject, desired: KubeObject): KubeObject {
  const { apiVersion, kind } = live
  const { metadata, ...body } = desired
  const labels = { ...live.metadata.labels, ...metadata.labels }
  const annotations = { ...live.metadata.annotations, ...metadata.annotations }
  const merged: KubeObject = structuredClone({
    ...strategicMerge(live, body),
    apiVersion,
    kind,
    metadata: {
      ...live.metadata,
      ...metadata,
      ...(Object.keys(labels).length > 0 && { labels }),
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
  })
  for (const steps of droppedFields(live, desired)) removeAt(merged, steps)
  return merged
}

function removeAt(root: KubeObject, steps: readonly FieldStep[]): void {
  const last = steps.at(-1)
  const parent = steps.slice(0, -1).reduce<unknown>(follow, root)
  if (last === undefined) return
  if (Array.isArray(parent)) {
    const at = parent.indexOf(follow(parent, last))
    if (at >= 0) parent.splice(at, 1)
  } else if (isJsonObject(parent) && 'field' in last) {
    delete parent[last.field]
  }
}
