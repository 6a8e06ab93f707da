import { z } from 'zod'
import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import { refKey } from '@/lib/domain/kube-object'
import type { Reader, Transaction } from './client'
import { requiredJson } from './json'
import { StoredRef } from './object-ref'

/** An object that we made, or (uid null) were about to make when this was written. `id` is its claim. */
export type OwnedRecord = {
  id: string
  ref: ObjectRef
  uid: string | null
  lane: string
  operationId: string | null
  /** Of an imported route: the rules that it renders. */
  rule?: string | null
}

/** An imported route's rules stand beside its reference. */
const AdoptedRef = StoredRef.extend({ rule: z.string().nullish() })

export async function listOwnedObjects(reader: Reader, groupId: string): Promise<OwnedRecord[]> {
  const rows = await reader.ownedObject.findMany({ where: { groupId }, orderBy: { createdAt: 'asc' } })
  return rows.map(({ id, ref: stored, uid, lane, operationId }) => {
    const { rule = null, ...ref } = AdoptedRef.parse(stored)
    return { id, ref, uid, lane, operationId, rule }
  })
}

/** Who has an object of this cluster, if any group has. */
export async function findOwner(
  reader: Reader,
  clusterId: string,
  ref: ObjectRef,
): Promise<{ id: string; groupId: string } | null> {
  return reader.ownedObject.findUnique({
    where: { clusterId_refKey: { clusterId, refKey: refKey(ref) } },
    select: { id: true, groupId: true },
  })
}

/** The uids of the objects of all groups of a cluster. */
export async function listClusterUids(reader: Reader, clusterId: string): Promise<Set<string>> {
  const rows = await reader.ownedObject.findMany({
    where: { clusterId, uid: { not: null } },
    select: { uid: true },
  })
  return new Set(rows.flatMap(({ uid }) => uid ?? []))
}

/** Writes down objects of the user's that become a group's: they are known by their uid from the start. */
export async function adoptObjects(
  tx: Transaction,
  owner: { groupId: string; clusterId: string },
  objects: readonly { ref: ObjectRef; uid: string; lane: string; rule: string | null }[],
): Promise<void> {
  await tx.ownedObject.createMany({
    data: objects.map(({ ref, uid, lane, rule }) => ({
      ...owner,
      operationId: null,
      refKey: refKey(ref),
      ref: requiredJson({ ...ref, rule }),
      uid,
      lane,
    })),
  })
}

/** Writes down, before the cluster is asked, that objects are about to be made; what stood there before is forgotten. */
export async function intendObjects(
  tx: Transaction,
  owner: { groupId: string; clusterId: string; operationId: string },
  intents: readonly { id: string; ref: ObjectRef; lane: string }[],
): Promise<void> {
  if (intents.length === 0) return
  const refKeys = intents.map(({ ref }) => refKey(ref))
  const { groupId, clusterId, operationId } = owner
  await tx.ownedObject.deleteMany({ where: { groupId, clusterId, refKey: { in: refKeys } } })
  await tx.ownedObject.createMany({
    data: intents.map(({ id, ref, lane }) => ({
      id,
      groupId,
      clusterId,
      operationId,
      refKey: refKey(ref),
      ref: requiredJson(ref),
      uid: null,
      lane,
    })),
  })
}

/** Writes down which objects the cluster made. */
export async function storeUids(
  tx: Transaction,
  uids: readonly { id: string; uid: string }[],
): Promise<void> {
  if (uids.length === 0) return
  await tx.$executeRaw`
    update owned_objects set uid = given.uid
    from jsonb_to_recordset(${JSON.stringify(uids)}::jsonb) as given(id text, uid text)
    where owned_objects.id = given.id`
}

/** Writes down what an operation that succeeded left of our fields, and at which version of the object. */
export async function storeWanted(
  tx: Transaction,
  left: readonly { id: string; wanted: KubeObject; version: string | null }[],
): Promise<void> {
  if (left.length === 0) return
  await tx.$executeRaw`
    update owned_objects set wanted = given.wanted, version = given.version
    from jsonb_to_recordset(${JSON.stringify(left)}::jsonb) as given(id text, wanted jsonb, version text)
    where owned_objects.id = given.id
      and (owned_objects.wanted is distinct from given.wanted or owned_objects.version is distinct from given.version)`
}

export async function forgetOwnedObjects(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.ownedObject.deleteMany({ where: { id: { in: [...ids] } } })
}
