import { z } from 'zod'
import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import { unfinishedStates } from '@/lib/domain/operation'
import type { Reader, Transaction } from './client'
import { toJson } from './json'
import { StoredRef } from './object-ref'

/** Why healing stopped: somebody changes a field again and again, the cluster went back in time, or a heal failed. */
export const HealStop = z.strictObject({
  reason: z.enum(['contested', 'restored', 'failed']),
  at: z.iso.datetime(),
  object: StoredRef.nullable(),
  path: z.string().nullable(),
  manager: z.string().nullable(),
  /** How often it was healed before. */
  times: z.int(),
})
export type HealStop = z.infer<typeof HealStop>

/** What drift of a group hangs on, beside the cluster. `lastOperation` is the newest one. */
export type DriftGroup = {
  id: string
  name: string
  clusterId: string
  namespace: string
  revision: number
  pushedRevision: number | null
  autoHeal: boolean
  healStopped: HealStop | null
  driftState: string | null
  running: string | null
  lastOperation: { id: string; kind: string; state: string; finishedAt: Date | null } | null
}

type Row = Omit<DriftGroup, 'healStopped' | 'lastOperation'> & {
  healStopped: unknown
  operationId: string | null
  kind: string | null
  state: string | null
  finishedAt: Date | null
}

/** Groups of which something was pushed, or that are being pushed; of one id, or all. */
export async function listDriftGroups(reader: Reader, id: string | null = null): Promise<DriftGroup[]> {
  const rows = await reader.$queryRaw<Row[]>`
    select g.id, g.name, g.cluster_id as "clusterId", g.namespace, g.revision,
      g.pushed_revision as "pushedRevision", g.auto_heal as "autoHeal", g.heal_stopped as "healStopped",
      g.drift_state as "driftState", o.id as "operationId", o.kind, o.state, o.finished_at as "finishedAt",
      (select r.id from operations r where r.group_id = g.id and r.state = any(${[...unfinishedStates]})
        order by r.created_at limit 1) as running
    from lane_groups g
    left join lateral (
      select id, kind, state, finished_at from operations where group_id = g.id
      order by created_at desc, id desc limit 1
    ) o on true
    where ${id}::text = g.id or (${id}::text is null and g.pushed_revision is not null)`
  return rows.map(({ operationId, kind, state, finishedAt, ...row }) => ({
    ...row,
    healStopped: row.healStopped === null ? null : HealStop.parse(row.healStopped),
    lastOperation:
      operationId === null ? null : { id: operationId, kind: kind ?? '', state: state ?? '', finishedAt },
  }))
}

/** Our fields of the objects of a group that an operation brought about; `version` is the resource version of that time. */
export type WantedRecord = {
  ref: ObjectRef
  uid: string
  lane: string
  wanted: KubeObject | null
  version: string | null
}

const StoredObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
})

export async function listWanted(reader: Reader, groupId: string): Promise<WantedRecord[]> {
  const rows = await reader.ownedObject.findMany({
    where: { groupId, uid: { not: null } },
    orderBy: { createdAt: 'asc' },
    select: { ref: true, uid: true, lane: true, wanted: true, version: true },
  })
  return rows.map(({ ref, uid, lane, wanted, version }) => ({
    ref: StoredRef.parse(ref),
    uid: uid ?? '',
    lane,
    wanted: wanted === null ? null : StoredObject.parse(wanted),
    version,
  }))
}

/** Keeps what was seen. Nothing is written where it is known already. */
export async function saveDriftState(reader: Reader, groupId: string, state: string | null): Promise<void> {
  await reader.$executeRaw`
    update lane_groups set drift_state = ${state}
    where id = ${groupId} and drift_state is distinct from ${state}`
}

/** Switches healing on or off; either way it begins anew, without what stopped it before. */
export async function saveAutoHeal(tx: Transaction, groupId: string, on: boolean): Promise<void> {
  await tx.laneGroup.update({ where: { id: groupId }, data: { autoHeal: on, healStopped: toJson(null) } })
  await tx.driftHeal.deleteMany({ where: { groupId } })
}

export async function saveHealStop(tx: Transaction, groupId: string, stop: HealStop | null): Promise<void> {
  await tx.laneGroup.update({ where: { id: groupId }, data: { healStopped: toJson(stop) } })
}

export type HealedField = { refKey: string; path: string; manager: string | null }

export async function recordHeals(
  tx: Transaction,
  groupId: string,
  at: Date,
  fields: readonly HealedField[],
): Promise<void> {
  await tx.driftHeal.deleteMany({ where: { groupId, at: { lt: new Date(at.getTime() - 86_400_000) } } })
  await tx.driftHeal.createMany({ data: fields.map((field) => ({ groupId, at, ...field })) })
}

/** What was healed since, newest first. */
export async function listHeals(
  reader: Reader,
  groupId: string,
  since: Date,
): Promise<(HealedField & { at: Date })[]> {
  return reader.driftHeal.findMany({
    where: { groupId, at: { gte: since } },
    orderBy: { at: 'desc' },
    select: { refKey: true, path: true, manager: true, at: true },
  })
}
