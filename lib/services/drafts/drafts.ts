import { z } from 'zod'
import {
  deleteDraft as deleteRecord,
  findDraft as findRecord,
  listDrafts as listRecords,
  storeDraft,
} from '@/lib/db/drafts'
import { AppError } from '@/lib/errors'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { because, say } from '@/lib/words/sentence'

const maxDraftCharacters = 262_144

const DraftKey = z.string().regex(/^[a-z0-9:./-]{1,120}$/, because('checks.draftKey'))
export const SaveDraftInput = z.strictObject({
  key: DraftKey,
  body: z
    .record(z.string(), z.unknown())
    .refine((body) => JSON.stringify(body).length <= maxDraftCharacters, {
      message: because('checks.tooLarge'),
    }),
})
export type SaveDraftInput = z.infer<typeof SaveDraftInput>
export type DraftView = { key: string; body: unknown; updatedAt: string }

/** Drafts belong to a person: a token has none. */
function ownerOf(ctx: ServiceContext): string {
  requireRole(ctx, 'viewer')
  if (ctx.actor.kind === 'user') return ctx.actor.id
  throw new AppError('Forbidden', say('refusals.draftsOfPeople'))
}

export async function saveDraft(ctx: ServiceContext, input: SaveDraftInput): Promise<{ updatedAt: string }> {
  const userId = ownerOf(ctx)
  const { key, body } = parseInput(SaveDraftInput, input)
  const at = ctx.now()
  await storeDraft(ctx.db, { userId, key, body, at })
  return { updatedAt: at.toISOString() }
}

export async function findDraft(ctx: ServiceContext, input: { key: string }): Promise<DraftView | null> {
  const found = await findRecord(ctx.db, ownerOf(ctx), input.key)
  return found && { ...found, updatedAt: found.updatedAt.toISOString() }
}

export async function listDrafts(ctx: ServiceContext): Promise<DraftView[]> {
  const found = await listRecords(ctx.db, ownerOf(ctx))
  return found.map((draft) => ({ ...draft, updatedAt: draft.updatedAt.toISOString() }))
}

export async function deleteDraft(ctx: ServiceContext, input: { key: string }): Promise<void> {
  await deleteRecord(ctx.db, ownerOf(ctx), input.key)
}
