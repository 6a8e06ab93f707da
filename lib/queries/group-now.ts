import type { LaneGroupView } from '@/lib/services/schemas/lane-groups'
import type { LaneOperation, LaneView } from '@/lib/services/schemas/lanes'

/** Of a group, what a decision about it rests on and who changed it last. */
export type GroupNow = Pick<LaneView, 'group' | 'revision' | 'pushedRevision' | 'updatedAt' | 'updatedBy'> & {
  operation: Pick<LaneOperation, 'id' | 'kind' | 'state' | 'createdBy'> | null
}

export function groupNow({ document, revision, updatedAt, updatedBy, status }: LaneGroupView): GroupNow {
  const { pushedRevision, operation } = status
  return { group: document.metadata.name, revision, pushedRevision, updatedAt, updatedBy, operation }
}
