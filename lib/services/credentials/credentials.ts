import 'server-only'
import { deleteCredential, listCredentials, saveCredential } from '@/lib/db/credentials'
import { AppError } from '@/lib/errors'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { type CredentialList, SaveCredentialInput } from '@/lib/services/schemas/credentials'
import { say } from '@/lib/words/sentence'

/** The access keys that entries may name, without their secrets. */
export async function findCredentials(ctx: ServiceContext): Promise<CredentialList> {
  requireRole(ctx, 'admin')
  return { items: await listCredentials(ctx.db) }
}

/** Keeps an access key, its secret sealed. One of the same name is replaced. */
export async function storeCredential(ctx: ServiceContext, input: SaveCredentialInput): Promise<void> {
  requireRole(ctx, 'admin')
  const { name, ...key } = parseInput(SaveCredentialInput, input)
  await ctx.db.$transaction(async (tx) => {
    await saveCredential(tx, name, key, ctx.now())
    const after = { accessKeyId: key.accessKeyId, endpoint: key.endpoint ?? null }
    await recordAudit(tx, ctx, { action: 'save', target: { kind: 'Credential', name }, after })
  })
}

/** Raises `NotFound`. */
export async function removeCredential(ctx: ServiceContext, { name }: { name: string }): Promise<void> {
  requireRole(ctx, 'admin')
  await ctx.db.$transaction(async (tx) => {
    if (!(await deleteCredential(tx, name)))
      throw new AppError('NotFound', say('refusals.noCredential', { name }))
    await recordAudit(tx, ctx, { action: 'delete', target: { kind: 'Credential', name } })
  })
}
