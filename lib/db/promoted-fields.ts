import type { FieldEdit } from '@/lib/domain/field-edit'
import { refKey } from '@/lib/domain/kube-object'
import type { Reader, Transaction } from './client'
import { StoredRef } from './object-ref'

/** Those of operations that have not succeeded: an abort puts their `before` back. */
export function listUnsettledFields(reader: Reader, groupId: string): Promise<FieldEdit[]> {
  return listFields(reader, { groupId, settled: false })
}

/** All, whether their operation has succeeded or not. */
export function listPromotedFields(reader: Reader, groupId: string): Promise<FieldEdit[]> {
  return listFields(reader, { groupId })
}

async function listFields(
  reader: Reader,
  where: { groupId: string; settled?: boolean },
): Promise<FieldEdit[]> {
  const rows = await reader.promotedField.findMany({
    where,
    orderBy: { createdAt: 'asc' },
  })
  return rows.map(({ ref, uid, path, application, container, before, after }) => ({
    ref: StoredRef.parse(ref),
    uid,
    path,
    application,
    container,
    before,
    after,
  }))
}

/**
 * Writes down, before the cluster is asked, what is about to be changed. What stood before the first change that has not
 * succeeded stays known.
 */
export async function intendFields(
  tx: Transaction,
  owner: { groupId: string; clusterId: string; operationId: string },
  fields: readonly FieldEdit[],
): Promise<void> {
  for (const { uid, container, before, ...field } of fields) {
    const { clusterId } = owner
    const where = { clusterId_uid_container: { clusterId, uid, container } }
    const known = await tx.promotedField.findUnique({
      where,
      select: { settled: true, before: true, after: true },
    })
    const data = { ...owner, ...field, ref: { ...field.ref }, refKey: refKey(field.ref), settled: false }
    await tx.promotedField.upsert({
      where,
      create: { ...data, uid, container, before },
      update: { ...data, ...((known === null || known.settled || isAnothers(before, known)) && { before }) },
    })
  }
}

/** Neither what stood before our change nor what it put there: somebody else wrote it in the meantime. */
function isAnothers(now: string, known: { before: string; after: string }): boolean {
  return now !== known.before && now !== known.after
}

/** What was changed is how it is to stay. */
export async function settleFields(tx: Transaction, groupId: string): Promise<void> {
  await tx.promotedField.updateMany({ where: { groupId }, data: { settled: true } })
}

/**
 * What was changed has been put back, or is another's by now. Of a container whose image an earlier promote has set it is
 * still known that it did.
 */
export async function forgetUnsettledFields(tx: Transaction, groupId: string): Promise<void> {
  await tx.$executeRaw`
    update promoted_fields f set settled = true, after = before
    where group_id = ${groupId} and not settled and container <> '' and exists (
      select 1 from operations o
      where o.group_id = f.group_id and o.kind = 'promote' and o.state = 'succeeded' and o.images @>
        jsonb_build_array(jsonb_build_object('deployment', f.ref->>'name', 'container', f.container)))`
  await tx.promotedField.deleteMany({ where: { groupId, settled: false } })
}

/** Objects that are a group's again are no longer among those that were given away. */
export async function forgetReleased(
  tx: Transaction,
  clusterId: string,
  uids: readonly string[],
): Promise<void> {
  await tx.promotedField.deleteMany({ where: { clusterId, uid: { in: [...uids] }, path: releasedPath } })
}

export const routePath = '/spec'
export const releasedPath = '/metadata/labels'
