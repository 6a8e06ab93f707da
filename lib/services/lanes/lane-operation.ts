import type { OperationDetail } from '@/lib/db/operations'
import type { LaneOperation } from '@/lib/services/schemas/lanes'

/** What the pages of a lane say of an operation. */
export function toLaneOperation(operation: OperationDetail): LaneOperation {
  const { id, kind, state, lane, revision, createdAt, createdBy, finishedAt, supersededBy } = operation
  return { id, kind, state, lane, revision, createdAt, createdBy, finishedAt, supersededBy }
}
