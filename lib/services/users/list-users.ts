import { listUsers as listRecords } from '@/lib/db/users'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { UserView } from '@/lib/services/schemas/access'
import { toUserView } from './user-view'

export async function listUsers(ctx: ServiceContext): Promise<{ items: UserView[] }> {
  requireRole(ctx, 'admin')
  return { items: (await listRecords(ctx.db)).map(toUserView) }
}
