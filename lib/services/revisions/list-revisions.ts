import { z } from 'zod'
import { getLaneGroup } from '@/lib/db/lane-groups'
import {
  findRevision,
  lastOperations,
  listRevisions as listRecords,
  type RevisionRecord,
} from '@/lib/db/revisions'
import { AppError } from '@/lib/errors'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { readCursor, writeCursor } from '@/lib/services/cursor'
import { parseInput } from '@/lib/services/field-errors'
import { documentDiff } from '@/lib/services/lane-groups/document-diff'
import type { FieldDiff, RevisionList, RevisionView } from '@/lib/services/schemas/lane-groups'
import { say } from '@/lib/words/sentence'

export const ListRevisionsInput = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(100).optional(),
})
export type ListRevisionsInput = z.input<typeof ListRevisionsInput>

/** Newest first. */
export async function listRevisions(
  ctx: ServiceContext,
  input: { group: string } & ListRevisionsInput,
): Promise<RevisionList> {
  requireRole(ctx, 'viewer')
  const { group: name, ...page } = input
  const { limit, cursor } = parseInput(ListRevisionsInput, page)
  const group = await getLaneGroup(ctx.db, name)
  const before = readCursor(z.int(), cursor)
  const found = await listRecords(ctx.db, group.id, { limit: limit + 1, before })
  const items = found.slice(0, limit)
  const operations = await lastOperations(
    ctx.db,
    group.id,
    items.map(({ number }) => number),
  )
  const last = found.length > limit ? items.at(-1) : undefined
  return {
    items: items.map((revision) => toView(revision, group.pushedRevision, operations.get(revision.number))),
    nextCursor: last ? writeCursor(last.number) : null,
  }
}

export async function getRevision(
  ctx: ServiceContext,
  input: { group: string; number: number },
): Promise<RevisionView> {
  requireRole(ctx, 'viewer')
  const group = await getLaneGroup(ctx.db, input.group)
  const revision = await getRecord(ctx, group, input.number)
  const operations = await lastOperations(ctx.db, group.id, [input.number])
  return toView(revision, group.pushedRevision, operations.get(input.number))
}

/** What changed from one revision to another, field by field; 0 stands for before the first. */
export async function diffRevisions(
  ctx: ServiceContext,
  input: { group: string; from: number; to: number },
): Promise<FieldDiff[]> {
  requireRole(ctx, 'viewer')
  const group = await getLaneGroup(ctx.db, input.group)
  const from = input.from === 0 ? null : await getRecord(ctx, group, input.from)
  const to = await getRecord(ctx, group, input.to)
  return documentDiff(from?.document ?? null, to.document)
}

async function getRecord(
  ctx: ServiceContext,
  group: { id: string; name: string },
  number: number,
): Promise<RevisionRecord> {
  const found = await findRevision(ctx.db, group.id, number)
  if (!found) throw new AppError('NotFound', say('refusals.noRevision', { name: group.name, number }))
  return found
}

function toView(
  revision: RevisionRecord,
  pushedRevision: number | null,
  operation: RevisionView['operation'] | undefined,
): RevisionView {
  const { number, cause, createdAt, createdBy, message, baseline, document } = revision
  return {
    number,
    cause,
    createdAt: createdAt.toISOString(),
    createdBy,
    message,
    operation: operation ?? null,
    pushed: number === pushedRevision,
    baseline,
    document,
  }
}
