import { unfinishedStates } from '@/lib/domain/operation'
import type { GroupNow } from '@/lib/queries/group-now'
import type { LaneOperation } from '@/lib/services/schemas/lanes'

/** What a decision rests on: the saved revision, and the operation that runs (null = none). */
export type World = { revision: number; operation: string | null }

export function isRunning(operation: Pick<LaneOperation, 'state'> | null): boolean {
  return operation !== null && unfinishedStates.some((state) => state === operation.state)
}

export function worldOf({ revision, operation }: Pick<GroupNow, 'revision' | 'operation'>): World {
  return { revision, operation: isRunning(operation) ? (operation?.id ?? null) : null }
}

export function isSameWorld(a: World, b: World): boolean {
  return a.revision === b.revision && a.operation === b.operation
}
