import { listApiTokens } from '@/lib/db/api-tokens'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { TokenView } from '@/lib/services/schemas/access'
import { toTokenView } from './token-view'

export async function listTokens(ctx: ServiceContext): Promise<{ items: TokenView[] }> {
  requireRole(ctx, 'admin')
  return { items: (await listApiTokens(ctx.db)).map(toTokenView) }
}
