import { revokeApiToken } from '@/lib/db/api-tokens'
import { AppError } from '@/lib/errors'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { say } from '@/lib/words/sentence'

export async function revokeToken(ctx: ServiceContext, input: { name: string }): Promise<void> {
  requireRole(ctx, 'admin')
  await ctx.db.$transaction(async (tx) => {
    const revoked = await revokeApiToken(tx, input.name, ctx.now())
    if (revoked === 0) throw new AppError('NotFound', say('refusals.noToken', { name: input.name }))
    await recordAudit(tx, ctx, { action: 'revoke', target: { kind: 'ApiToken', name: input.name } })
  })
}
