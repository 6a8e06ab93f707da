import { z } from 'zod'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Reader, Transaction } from './client'
import { requiredJson } from './json'

export const RevisionCause = z.enum(['save', 'park', 'clean', 'resume', 'promote', 'remove', 'rollback'])
export type RevisionCause = z.infer<typeof RevisionCause>

/** What the baseline of one application ran when the revision was made. */
export const BaselineSnapshot = z.strictObject({
  application: z.string(),
  deployment: z.string(),
  service: z.string().nullable(),
  images: z.array(z.strictObject({ container: z.string(), image: z.string() })),
})
export type BaselineSnapshot = z.infer<typeof BaselineSnapshot>

export type RevisionRecord = {
  groupId: string
  number: number
  document: LaneGroupDocument
  baseline: BaselineSnapshot[]
  cause: RevisionCause
  message: string | null
  createdAt: Date
  createdBy: string
}

type Row = { document: unknown; baseline: unknown; cause: string }

function toRecord<R extends Row>(row: R) {
  return {
    ...row,
    document: LaneGroupDocument.parse(row.document),
    baseline: z.array(BaselineSnapshot).parse(row.baseline),
    cause: RevisionCause.parse(row.cause),
  }
}

export async function insertRevision(tx: Transaction, revision: RevisionRecord): Promise<void> {
  const { document, baseline, ...row } = revision
  await tx.revision.create({
    data: { ...row, document: requiredJson(document), baseline: requiredJson(baseline) },
  })
}

export async function findRevision(
  reader: Reader,
  groupId: string,
  number: number,
): Promise<RevisionRecord | null> {
  const row = await reader.revision.findUnique({ where: { groupId_number: { groupId, number } } })
  return row && toRecord(row)
}

/** Newest first; `before` is the number where the last page ended. */
export async function listRevisions(
  reader: Reader,
  groupId: string,
  page: { limit: number; before?: number },
): Promise<RevisionRecord[]> {
  const rows = await reader.revision.findMany({
    where: { groupId, ...(page.before !== undefined && { number: { lt: page.before } }) },
    orderBy: { number: 'desc' },
    take: page.limit,
  })
  return rows.map(toRecord)
}

/** Every image that a baseline's container had in a revision of a group. */
export async function listKnownImages(
  reader: Reader,
  groupId: string,
): Promise<{ deployment: string; container: string; image: string }[]> {
  return reader.$queryRaw<{ deployment: string; container: string; image: string }[]>`
    select distinct part.value->>'deployment' as deployment, one.value->>'container' as container,
      one.value->>'image' as image
    from revisions, jsonb_array_elements(revisions.baseline) part, jsonb_array_elements(part.value->'images') one
    where revisions.group_id = ${groupId}`
}

/** The last operation of each of these revisions. */
export async function lastOperations(
  reader: Reader,
  groupId: string,
  numbers: readonly number[],
): Promise<Map<number, { id: string; kind: string; state: string }>> {
  const rows = await reader.operation.findMany({
    where: { groupId, revisionNumber: { in: [...numbers] } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, kind: true, state: true, revisionNumber: true },
  })
  return new Map(rows.map(({ revisionNumber, ...operation }) => [revisionNumber, operation]))
}
