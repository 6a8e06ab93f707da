import type { Reader } from './client'
import { Prisma } from './generated/client'
import { type LaneGroupRecord, toGroupRecord } from './lane-groups'
import { findWholeGroups } from './whole-groups'

export type GroupState = 'draft' | 'inSync' | 'pending' | 'running' | 'failed' | 'drift' | 'unknown'
export type ListedGroup = LaneGroupRecord & { state: GroupState }

type Place = { key: string; id: string }
export type GroupQuery = {
  search?: string
  cluster?: string
  state?: GroupState
  sort: 'name' | 'updated'
  limit: number
  after?: Place
}

/** Of the last operation, and what was pushed; a cluster that cannot be reached leaves in doubt what was in sync. */
const stateSql = Prisma.sql`case
  when o.state in ('queued', 'running', 'waiting') then 'running'
  when o.state = 'failed' then 'failed'
  when g.pushed_revision is null then 'draft'
  when c.reachable is not false and g.drift_state in ('drifted', 'lost') then 'drift'
  when g.pushed_revision <> g.revision then 'pending'
  when c.reachable is false or g.drift_state = 'unknown' then 'unknown'
  else 'inSync' end`

const source = Prisma.sql`lane_groups g
  join clusters c on c.id = g.cluster_id
  left join lateral (
    select state from operations where group_id = g.id and (kind <> 'guard' or state in ('queued', 'running', 'waiting'))
    order by created_at desc, id desc limit 1
  ) o on true`

function like(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}

function searchSql(search: string): Prisma.Sql {
  const pattern = like(search)
  return Prisma.sql`(g.name ilike ${pattern} or g.title ilike ${pattern}
    or exists (select from entries e where e.group_id = g.id and e.host ilike ${pattern})
    or exists (select from lanes l where l.group_id = g.id and (l.tag ilike ${pattern} or l.title ilike ${pattern}))
    or exists (select from applications a where a.group_id = g.id and a.name ilike ${pattern}))`
}

function filterSql({ search, cluster, state }: GroupQuery): Prisma.Sql {
  const conditions = [Prisma.sql`true`]
  if (search) conditions.push(searchSql(search))
  if (cluster) conditions.push(Prisma.sql`c.name = ${cluster}`)
  if (state) conditions.push(Prisma.sql`${stateSql} = ${state}`)
  return Prisma.join(conditions, ' and ')
}

function afterSql({ sort, after }: GroupQuery): Prisma.Sql {
  if (!after) return Prisma.sql`true`
  return sort === 'name'
    ? Prisma.sql`(g.name, g.id) > (${after.key}, ${after.id})`
    : Prisma.sql`(g.updated_at, g.id) < (${new Date(after.key)}, ${after.id})`
}

/** One page, where the next one starts, and how many groups match in all. */
export async function listLaneGroupPage(
  reader: Reader,
  query: GroupQuery,
): Promise<{ items: ListedGroup[]; next: Place | null; total: number }> {
  const filter = filterSql(query)
  const order = query.sort === 'name' ? Prisma.sql`g.name, g.id` : Prisma.sql`g.updated_at desc, g.id desc`
  const found = await reader.$queryRaw<{ id: string; state: GroupState }[]>`
    select g.id, ${stateSql} as state from ${source}
    where ${filter} and ${afterSql(query)} order by ${order} limit ${query.limit + 1}`
  const counted = await reader.$queryRaw<{ total: number }[]>`
    select count(*)::int as total from ${source} where ${filter}`
  const page = found.slice(0, query.limit)
  const items = await loadGroups(reader, page)
  const last = found.length > query.limit ? items.at(-1) : undefined
  const next = last && {
    key: query.sort === 'name' ? last.name : last.updatedAt.toISOString(),
    id: last.id,
  }
  return { items, next: next ?? null, total: counted[0]?.total ?? 0 }
}

async function loadGroups(
  reader: Reader,
  page: readonly { id: string; state: GroupState }[],
): Promise<ListedGroup[]> {
  const rows = await findWholeGroups(reader, { where: { id: { in: page.map(({ id }) => id) } } })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return page.flatMap(({ id, state }) => {
    const row = byId.get(id)
    return row ? [{ ...toGroupRecord(row), state }] : []
  })
}

/** The state of one group, by the same words. */
export async function groupState(reader: Reader, id: string): Promise<GroupState> {
  const [row] = await reader.$queryRaw<{ state: GroupState }[]>`
    select ${stateSql} as state from ${source} where g.id = ${id}`
  return row?.state ?? 'unknown'
}
