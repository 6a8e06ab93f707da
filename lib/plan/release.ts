import type { KubeObject } from '@/lib/domain/kube-object'
import { fieldManager, labelKeys } from '@/lib/domain/labels'
import type { JsonPatchOp } from './types'

/** Who has the fields of an object that we made and gave away: nobody, so that no later apply conflicts with us. */
const formerManager = 'lanekeeper-released'

/** Whether an object was made by us, given away, and is nobody's again yet. */
export function wasReleased({ metadata }: KubeObject): boolean {
  return (metadata.managedFields ?? []).some(({ manager }) => manager === formerManager)
}

/**
 * An object of ours as it stands once it is the user's: without our labels and annotations, and with no field of ours.
 * Nothing that requests or pods depend on changes.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
 */
export function released(object: KubeObject): KubeObject {
  const { annotations, labels, managedFields, ...metadata } = object.metadata
  const isOurs = (key: string) => key.startsWith('lanekeeper.io/')
  const kept = Object.entries(labels ?? {}).filter(
    ([key, value]) => !isOurs(key) && !(key === labelKeys.managedBy && value === fieldManager),
  )
  const others = Object.entries(annotations ?? {}).filter(([key]) => !isOurs(key))
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(labels && { labels: Object.fromEntries(kept) }),
      ...(annotations && { annotations: Object.fromEntries(others) }),
      ...(managedFields && {
        managedFields: managedFields.map((entry) =>
          entry.manager === fieldManager ? { ...entry, manager: formerManager, operation: 'Update' } : entry,
        ),
      }),
    },
  }
}

/** The patch that gives an object away; it fails when the object has changed since it was read. */
export function releasePatch(object: KubeObject): JsonPatchOp[] {
  const { metadata } = released(object)
  const { uid, resourceVersion } = object.metadata
  const fields = (['labels', 'annotations', 'managedFields'] as const).flatMap((field): JsonPatchOp[] =>
    metadata[field] === undefined ? [] : [{ op: 'add', path: `/metadata/${field}`, value: metadata[field] }],
  )
  return [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion },
    ...fields,
  ]
}
