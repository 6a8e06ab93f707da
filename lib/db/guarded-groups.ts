import { type StepName, unfinishedStates } from '@/lib/domain/operation'
import type { Reader } from './client'

/** A pushed group, and where its operations are. */
export type GuardedGroup = {
  id: string
  name: string
  clusterId: string
  namespace: string
  pushedRevision: number
  /** The newest operation of all; null for a group that was imported and never pushed since. */
  lastOperationId: string | null
  lastKind: string | null
  isBusy: boolean
}

/** The groups whose routes are watched over, all or one. */
export function listGuardedGroups(reader: Reader, groupId: string | null = null): Promise<GuardedGroup[]> {
  return reader.$queryRaw<GuardedGroup[]>`
    select g.id, g.name, g.cluster_id as "clusterId", g.namespace, g.pushed_revision as "pushedRevision",
      o.id as "lastOperationId", o.kind as "lastKind",
      exists (select from operations u where u.group_id = g.id and u.state in ('queued', 'running', 'waiting')) as "isBusy"
    from lane_groups g
    left join lateral (
      select id, kind from operations where group_id = g.id order by created_at desc, id desc limit 1
    ) o on true
    where g.pushed_revision is not null and (${groupId}::text is null or g.id = ${groupId})
    order by g.id`
}

const routeSteps = ['routes', 'close-routes'] as const satisfies readonly StepName[]

/**
 * Whether the last thing that somebody did to a group's routes came to its end, so that they are those of one revision. What
 * ended before it came to its routes left them as they were.
 */
export async function isSettled(reader: Reader, groupId: string): Promise<boolean> {
  const last = await reader.operation.findFirst({
    where: {
      groupId,
      kind: { not: 'guard' },
      state: { notIn: [...unfinishedStates] },
      OR: [
        { state: 'succeeded' },
        { steps: { some: { name: { in: [...routeSteps] }, startedAt: { not: null } } } },
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { state: true },
  })
  return last === null || last.state === 'succeeded'
}
