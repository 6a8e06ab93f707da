import { z } from 'zod'
import { listLaneGroupPage } from '@/lib/db/lane-group-list'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { readCursor, writeCursor } from '@/lib/services/cursor'
import { invalid, parseInput } from '@/lib/services/field-errors'
import { type LaneGroupList, ListLaneGroupsInput } from '@/lib/services/schemas/lane-groups'
import { say } from '@/lib/words/sentence'
import { toGroupSummary } from './group-summary'

/** A cursor is for the order it was made in. */
const Place = z.tuple([z.enum(['name', 'updated']), z.string(), z.string()])

/** One page of the groups, filtered and sorted by the database. */
export async function listLaneGroups(
  ctx: ServiceContext,
  input: ListLaneGroupsInput = {},
): Promise<LaneGroupList> {
  requireRole(ctx, 'viewer')
  const { search, cluster, state, sort, limit, cursor } = parseInput(ListLaneGroupsInput, input)
  const place = readCursor(Place, cursor)
  if (place && (place[0] !== sort || (sort === 'updated' && Number.isNaN(Date.parse(place[1]))))) {
    throw invalid({ cursor: [say('refusals.cursor')] })
  }
  const page = await listLaneGroupPage(ctx.db, {
    search: search?.trim(),
    cluster,
    state,
    sort,
    limit,
    after: place && { key: place[1], id: place[2] },
  })
  return {
    items: page.items.map(toGroupSummary),
    nextCursor: page.next && writeCursor([sort, page.next.key, page.next.id]),
    total: page.total,
  }
}
