import { z } from 'zod'
import type { ObjectRef } from '@/lib/domain/kube-object'
import { refKey } from '@/lib/domain/kube-object'
import type { Reader, Transaction } from './client'
import { toJson } from './json'
import { StoredRef } from './object-ref'

/** A changed field of an object of the user's; `undefined` means that the field is absent. */
export type EditRecord = {
  ref: ObjectRef
  uid: string
  path: string
  before: unknown
  after: unknown
  /** False until the cluster has answered. */
  applied: boolean
  /** Until then, our change of the same field that this one takes the place of. */
  former: EditValues | null
}
export type EditValues = { before: unknown; after: unknown }
export type EditKey = { uid: string; path: string }

export function listObjectEdits(reader: Reader, groupId: string): Promise<EditRecord[]> {
  return listEdits(reader, { groupId })
}

/** Those of all groups of a cluster. */
export function listClusterEdits(reader: Reader, clusterId: string): Promise<EditRecord[]> {
  return listEdits(reader, { clusterId })
}

async function listEdits(
  reader: Reader,
  where: { groupId: string } | { clusterId: string },
): Promise<EditRecord[]> {
  const rows = await reader.objectEdit.findMany({ where, orderBy: { createdAt: 'asc' } })
  return rows.map((row) => ({
    ref: StoredRef.parse(row.ref),
    uid: row.uid,
    path: row.path,
    before: row.hasBefore ? row.before : undefined,
    after: row.hasAfter ? row.after : undefined,
    applied: row.applied,
    former: row.former === null ? null : formerOf(row.former),
  }))
}

/** What is absent has no key. */
function formerOf(stored: unknown): EditValues {
  const { before, after } = z.object({ before: z.unknown(), after: z.unknown() }).partial().parse(stored)
  return { before, after }
}

const columnsOf = ({ before, after }: EditValues) => ({
  before: toJson(before),
  hasBefore: before !== undefined,
  after: toJson(after),
  hasAfter: after !== undefined,
})

/** Writes down, before the cluster is asked, what is about to be changed and what was there. */
export async function intendEdits(
  tx: Transaction,
  owner: { groupId: string; clusterId: string; operationId: string },
  edits: readonly (Omit<EditRecord, 'applied'> & { lane: string })[],
): Promise<void> {
  const { groupId, clusterId, operationId } = owner
  for (const edit of edits) {
    const data = {
      groupId,
      operationId,
      ref: { ...edit.ref },
      refKey: refKey(edit.ref),
      lane: edit.lane,
      ...columnsOf(edit),
      applied: false,
      former: toJson(edit.former ?? undefined),
    }
    const { uid, path } = edit
    await tx.objectEdit.upsert({
      where: { clusterId_uid_path: { clusterId, uid, path } },
      create: { clusterId, uid, path, ...data },
      update: data,
    })
  }
}

/** Writes down what stands in a user's object already as if we had put it there, so that it can be undone. */
export async function adoptEdits(
  tx: Transaction,
  owner: { groupId: string; clusterId: string },
  edits: readonly Omit<EditRecord, 'applied' | 'former'>[],
): Promise<void> {
  await tx.objectEdit.createMany({
    data: edits.map(({ ref, uid, path, before, after }) => ({
      ...owner,
      uid,
      path,
      operationId: null,
      ref: { ...ref },
      refKey: refKey(ref),
      lane: 'baseline',
      ...columnsOf({ before, after }),
      applied: true,
    })),
  })
}

export async function markEditsApplied(
  tx: Transaction,
  clusterId: string,
  keys: readonly EditKey[],
): Promise<void> {
  for (const { uid, path } of keys)
    await tx.objectEdit.updateMany({
      where: { clusterId, uid, path },
      data: { applied: true, former: toJson(undefined) },
    })
}

/** Writes down that changes were never made, and that those stand whose place they would have taken. */
export async function returnToFormer(
  tx: Transaction,
  clusterId: string,
  edits: readonly EditRecord[],
): Promise<void> {
  for (const { uid, path, former } of edits) {
    if (former === null) continue
    await tx.objectEdit.updateMany({
      where: { clusterId, uid, path },
      data: { ...columnsOf(former), applied: true, former: toJson(undefined) },
    })
  }
}

export async function forgetEdits(
  tx: Transaction,
  clusterId: string,
  keys: readonly EditKey[],
): Promise<void> {
  for (const { uid, path } of keys) await tx.objectEdit.deleteMany({ where: { clusterId, uid, path } })
}
