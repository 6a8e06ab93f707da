import { setTimeout as delay } from 'node:timers/promises'
import { findOperationTarget } from '@/lib/db/operation-target'
import { installationId } from '@/lib/db/settings'
import { asTexts, at } from '@/lib/domain/json'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import { readLiveState } from '@/lib/operations/live-state'
import { buildDesired } from '@/lib/plan/desired'
import { plan } from '@/lib/plan/plan'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import type { ServiceContext } from '@/lib/services/context'
import { servicesSelecting } from '@/lib/workloads/selector-key'

/** Changes that a console had acknowledged: revisions it said were written, operations it said were begun. */
export type Acknowledged = { revisions: ReadonlySet<number>; operations: ReadonlySet<string> }

const convergedWithinMs = 10_000

/**
 * What does not hold of a group at rest, each in a line; none when all is well. Acknowledged changes are there, operations
 * ran one at a time and ended, each change has one audit row from before its effect, and when the last operation
 * succeeded the cluster is what its revision wants, within 10 s, with nothing of ours beside it, no route to a version
 * without ready pods, and no lane's Service that leads to pods of others.
 */
export async function checkInvariants(
  ctx: ServiceContext,
  group: string,
  acknowledged: Acknowledged,
): Promise<string[]> {
  const rows = await readRows(ctx, group)
  return [
    ...lostChanges(rows, acknowledged),
    ...overlaps(rows),
    ...auditGaps(rows),
    ...(await unlikeDesired(ctx, rows)),
  ]
}

type Rows = Awaited<ReturnType<typeof readRows>>

async function readRows({ db }: ServiceContext, name: string) {
  const group = await db.laneGroup.findUnique({ where: { name } })
  const [operations, audit, revisions] = await Promise.all([
    db.operation.findMany({ where: { groupName: name }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
    db.auditEvent.findMany({ where: { targetKind: 'LaneGroup', targetName: name } }),
    group ? db.revision.findMany({ where: { groupId: group.id } }) : [],
  ])
  return { name, group, operations, audit, revisions }
}

/** I1. */
function lostChanges({ group, operations, revisions }: Rows, acknowledged: Acknowledged): string[] {
  const numbers = new Set(revisions.map(({ number }) => number))
  const ids = new Set(operations.map(({ id }) => id))
  return [
    ...[...acknowledged.operations].filter((id) => !ids.has(id)).map((id) => `I1: operation ${id} is lost`),
    ...[...acknowledged.revisions]
      .filter((number) => group !== null && !numbers.has(number))
      .map((number) => `I1: revision ${number} is lost`),
  ]
}

/** I3, and that nothing is left undone. */
function overlaps({ operations }: Rows): string[] {
  const ran = operations
    .filter(({ startedAt }) => startedAt !== null)
    .sort((one, other) => Number(one.startedAt) - Number(other.startedAt))
  return [
    ...operations
      .filter(({ finishedAt }) => finishedAt === null)
      .map(({ kind, id, state }) => `I5: ${kind} ${id} is still ${state}`),
    ...ran.flatMap((operation, index) => {
      const before = ran[index - 1]
      if (!before?.finishedAt || !operation.startedAt || before.finishedAt <= operation.startedAt) return []
      return [`I3: ${operation.kind} ${operation.id} began before ${before.kind} ${before.id} had ended`]
    }),
  ]
}

/** I4. */
function auditGaps({ operations, audit, revisions, group }: Rows): string[] {
  const parts = audit.map(({ action, after, at }) => ({ action, at, after: asRecord(after) }))
  const starts = parts.filter(({ action }) => action.startsWith('start-'))
  const written = parts.filter(({ action }) => !action.startsWith('start-') && action !== 'delete')
  const ofOperations = operations.flatMap(({ id, kind, startedAt }) => {
    const own = starts.filter(({ after }) => after.operation === id)
    if (own.length !== 1) return [`I4: ${kind} ${id} has ${own.length} audit rows`]
    const [{ at }] = own as [(typeof own)[number]]
    return startedAt !== null && at > startedAt ? [`I4: ${kind} ${id} began before its audit row`] : []
  })
  if (group === null) return ofOperations
  return [
    ...ofOperations,
    ...revisions.flatMap(({ number, createdAt }) => {
      const own = written.filter(({ after, at }) => after.revision === number && at >= group.createdAt)
      return own.length === 1 || createdAt < group.createdAt
        ? []
        : [`I4: revision ${number} has ${own.length} audit rows`]
    }),
  ]
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

/** I2, I5, I6: polled, as a cluster needs its moment. */
async function unlikeDesired(ctx: ServiceContext, rows: Rows): Promise<string[]> {
  const last = rows.operations.at(-1)
  if (rows.group === null || (last && last.state !== 'succeeded')) return []
  const { db } = ctx
  const unsure = await db.objectEdit.count({ where: { groupId: rows.group.id, applied: false } })
  if (unsure > 0) return [`I5: of ${unsure} edits it is not known whether they were made`]
  const end = performance.now() + convergedWithinMs
  for (;;) {
    const found = await differences(ctx, rows.group)
    if (found.length === 0 || performance.now() > end) return found
    await delay(100)
  }
}

async function differences(ctx: ServiceContext, group: NonNullable<Rows['group']>): Promise<string[]> {
  const { id, name, clusterId, namespace, pushedRevision } = group
  const target = await findOperationTarget(ctx.db, id, pushedRevision ?? 0)
  if (target === null) return [`I5: revision ${pushedRevision} is gone`]
  const { document } = target
  const installation = await installationId(ctx.db)
  const client = await clusterClient(ctx, { id: clusterId })
  const { live } = await readLiveState({
    client,
    reader: ctx.db,
    installation,
    group: { id, name, namespace },
    document,
    source: 'fresh',
  })
  // Routes are wanted of lanes with ready pods only, so a route that leads to none is a difference.
  const desired = buildDesired({
    document,
    live,
    installation,
    revision: pushedRevision ?? 0,
    readiness: 'live',
  })
  const { changes, conflicts, errors } = plan(desired, live)
  const wanted = new Set(desired.items.map(({ object }) => refKey(refOf(object))))
  return [
    ...changes
      .filter(({ action }) => action !== 'unchanged')
      .map(({ action, object, diff }) => {
        const fields = diff.map((field) => JSON.stringify(field)).join(' ')
        return `I5: ${action} of ${object.kind} ${object.name} is still to be done: ${fields.slice(0, 300)}`
      }),
    ...conflicts.map(({ object, code }) => `I5: ${object.kind} ${object.name} is in the way: ${code}`),
    ...errors.map(({ code, path }) => `I5: ${code} at ${path}`),
    ...live.objects
      .filter(({ metadata }) => metadata.labels?.[labelKeys.group] === name)
      .filter((object) => !wanted.has(refKey(refOf(object))))
      .map(({ kind, metadata }) => `I2: ${kind} ${metadata.name} is of no revision`),
    ...strangePods(live.objects, name),
  ]
}

/** A lane's Service leads to the lane's own pods. */
function strangePods(objects: readonly KubeObject[], group: string): string[] {
  const deployments = objects.filter(({ kind }) => kind === 'Deployment')
  const services = objects.filter(
    ({ kind, metadata }) => kind === 'Service' && metadata.labels?.[labelKeys.group] === group,
  )
  return deployments.flatMap(({ metadata, spec }) => {
    const labels = asTexts(at(spec, 'template', 'metadata', 'labels'))
    return servicesSelecting(labels, services)
      .filter((service) => service.metadata.name !== metadata.name)
      .map((service) => `Service ${service.metadata.name} selects the pods of ${metadata.name}`)
  })
}
