import type { Reader } from './client'
import type { Prisma } from './generated/client'
import { documentParts, type GroupRow } from './group-document'

/** Groups with all their parts, each wholly as of one revision. */
export async function findWholeGroups(
  reader: Reader,
  query: Omit<Prisma.LaneGroupFindManyArgs, 'include' | 'select'>,
): Promise<GroupRow[]> {
  for (;;) {
    const rows = await reader.laneGroup.findMany({ ...query, include: documentParts })
    if (await areStillSo(reader, rows)) return rows
  }
}

/** A group's parts are read after it: what was saved or deleted meanwhile would make a document that never was. */
async function areStillSo(reader: Reader, rows: readonly GroupRow[]): Promise<boolean> {
  if (rows.length === 0) return true
  const now = await reader.laneGroup.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    select: { id: true, revision: true },
  })
  const revisions = new Map(now.map(({ id, revision }) => [id, revision]))
  return rows.every(({ id, revision }) => revisions.get(id) === revision)
}
