import { randomUUID } from 'node:crypto'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'
import type { Reader, Transaction } from './client'
import { documentOf, type GroupRow } from './group-document'
import { applicationRows, entryRows, groupColumns, laneRows, ruleRows } from './group-rows'
import { findWholeGroups } from './whole-groups'

export type LaneGroupRecord = {
  id: string
  name: string
  clusterId: string
  cluster: string
  namespace: string
  document: LaneGroupDocument
  revision: number
  pushedRevision: number | null
  /** Every tag that was ever a lane here, in order of creation. */
  laneTags: readonly string[]
  /** By tag: the place in the order of creation, also of lanes that are gone. */
  colours: Record<string, number>
  createdAt: Date
  updatedAt: Date
  updatedBy: string
}

export function toGroupRecord(row: GroupRow): LaneGroupRecord {
  return {
    id: row.id,
    name: row.name,
    clusterId: row.clusterId,
    cluster: row.cluster.name,
    namespace: row.namespace,
    document: documentOf(row),
    revision: row.revision,
    pushedRevision: row.pushedRevision,
    laneTags: row.laneTags,
    colours: Object.fromEntries(row.laneTags.map((tag, place) => [tag, place])),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    updatedBy: row.updatedBy,
  }
}

export async function findLaneGroup(
  reader: Reader,
  where: { name: string } | { id: string },
): Promise<LaneGroupRecord | null> {
  const [row] = await findWholeGroups(reader, { where })
  return row === undefined ? null : toGroupRecord(row)
}

/** Raises `NotFound`. */
export async function getLaneGroup(reader: Reader, name: string): Promise<LaneGroupRecord> {
  const found = await findLaneGroup(reader, { name })
  if (!found) throw new AppError('NotFound', say('refusals.noGroup', { name }))
  return found
}

type Change = { document: LaneGroupDocument; clusterId: string; at: Date; by: string }

/** The first revision of a new group. */
export async function insertLaneGroup(tx: Transaction, change: Change): Promise<string> {
  const id = randomUUID()
  const { document, clusterId, at, by } = change
  const laneTags = document.spec.lanes.map(({ tag }) => tag)
  await tx.laneGroup.create({
    data: { id, clusterId, ...groupColumns(document), laneTags, revision: 1, updatedAt: at, updatedBy: by },
  })
  await insertParts(tx, id, document)
  return id
}

/** The next revision of a group, if `revision` is still its last one; gives false, and does nothing, otherwise. */
export async function replaceLaneGroup(
  tx: Transaction,
  change: Change & { id: string; revision: number; laneTags: readonly string[] },
): Promise<boolean> {
  const { id, revision, document, clusterId, at, by } = change
  const added = document.spec.lanes.map(({ tag }) => tag).filter((tag) => !change.laneTags.includes(tag))
  const { count } = await tx.laneGroup.updateMany({
    where: { id, revision },
    data: {
      clusterId,
      ...groupColumns(document),
      laneTags: [...change.laneTags, ...added],
      revision: revision + 1,
      updatedAt: at,
      updatedBy: by,
    },
  })
  if (count === 0) return false
  const where = { groupId: id }
  await tx.application.deleteMany({ where })
  await tx.entry.deleteMany({ where })
  await tx.routeRule.deleteMany({ where })
  await tx.lane.deleteMany({ where })
  await insertParts(tx, id, document)
  return true
}

async function insertParts(tx: Transaction, id: string, { spec }: LaneGroupDocument): Promise<void> {
  const { lanes, versions } = laneRows({ id, spec }, randomUUID)
  await tx.application.createMany({ data: applicationRows({ id, spec }) })
  await tx.entry.createMany({ data: entryRows({ id, spec }) })
  await tx.routeRule.createMany({ data: ruleRows({ id, spec }) })
  await tx.lane.createMany({ data: lanes })
  await tx.laneVersion.createMany({ data: versions })
}

/** Raises where something of the group still lives on its cluster: the rows that remember it keep it. */
export async function deleteLaneGroup(tx: Transaction, id: string, revision: number): Promise<boolean> {
  const { count } = await tx.laneGroup.deleteMany({ where: { id, revision } })
  return count > 0
}

/** Written when an operation has brought the cluster to a revision. */
export async function markPushed(tx: Transaction, id: string, revision: number | null): Promise<void> {
  await tx.laneGroup.updateMany({ where: { id }, data: { pushedRevision: revision } })
}

/** Serialises the saves whose groups could make the same object. */
export async function lockNamespace(tx: Transaction, clusterId: string, namespace: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${clusterId}/${namespace}`}, 0))`
}

/** Other groups of a cluster with an entry of one of these hosts (null: any host), at most 20, by name. */
export async function findGroupsAtHosts(
  reader: Reader,
  place: { clusterId: string; exceptGroup: string; hosts: readonly (string | null)[] },
): Promise<LaneGroupDocument[]> {
  const named = place.hosts.filter((host) => host !== null)
  const anyHost = named.length < place.hosts.length ? [{ host: null }] : []
  const rows = await findWholeGroups(reader, {
    where: {
      clusterId: place.clusterId,
      name: { not: place.exceptGroup },
      entries: { some: { OR: [{ host: { in: named } }, ...anyHost] } },
    },
    orderBy: { name: 'asc' },
    take: 20,
  })
  return rows.map(documentOf)
}

/** Workload names among `names` that other groups of the namespace make too, and which group does. */
export async function findSameWorkloads(
  tx: Transaction,
  place: { clusterId: string; namespace: string; exceptGroup: string; names: readonly string[] },
): Promise<{ name: string; group: string }[]> {
  if (place.names.length === 0) return []
  return tx.$queryRaw<{ name: string; group: string }[]>`
    select made.name, made.group from (
      select g.name as group, coalesce(v.name, case g.convention
        when 'zadig' then a.deployment || '-mse-' || l.tag else a.name || '-' || l.tag end) as name
      from lane_groups g
      join lanes l on l.group_id = g.id
      join lane_versions v on v.lane_id = l.id
      join applications a on a.group_id = g.id and a.name = v.application
      where g.cluster_id = ${place.clusterId} and g.namespace = ${place.namespace}
        and g.name <> ${place.exceptGroup}
    ) made where made.name = any(${[...place.names]}) order by made.name`
}
