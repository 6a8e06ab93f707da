import { insertApiToken } from '@/lib/db/api-tokens'
import { uniqueOr } from '@/lib/db/errors'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { hashReferenceToken, newReferenceToken } from '@/lib/services/auth/reference-token'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { type CreatedToken, CreateTokenInput } from '@/lib/services/schemas/access'
import { say } from '@/lib/words/sentence'
import { toTokenView } from './token-view'

export async function createToken(ctx: ServiceContext, input: CreateTokenInput): Promise<CreatedToken> {
  requireRole(ctx, 'admin')
  const { name, role } = parseInput(CreateTokenInput, input)
  const token = newReferenceToken()
  return uniqueOr(say('refusals.tokenExists', { name }), () =>
    ctx.db.$transaction(async (tx) => {
      const hash = hashReferenceToken(token)
      const record = await insertApiToken(tx, { name, role, hash, createdBy: ctx.actor.name })
      await recordAudit(tx, ctx, { action: 'create', target: { kind: 'ApiToken', name }, after: { role } })
      return { token, details: toTokenView(record) }
    }),
  )
}
