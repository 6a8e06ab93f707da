import { uniqueOr } from '@/lib/db/errors'
import { insertUser } from '@/lib/db/users'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { hashPassword } from '@/lib/services/auth/password'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { CreateUserInput, type UserView } from '@/lib/services/schemas/access'
import { say } from '@/lib/words/sentence'
import { toUserView } from './user-view'

export async function createUser(ctx: ServiceContext, input: CreateUserInput): Promise<UserView> {
  requireRole(ctx, 'admin')
  const { email, name, role, password } = parseInput(CreateUserInput, input)
  const passwordHash = await hashPassword(password)
  return uniqueOr(say('refusals.userExists', { email }), () =>
    ctx.db.$transaction(async (tx) => {
      const user = await insertUser(tx, { email, name, role, passwordHash })
      const target = { kind: 'User', name: email }
      await recordAudit(tx, ctx, { action: 'create', target, after: { name, role } })
      return toUserView(user)
    }),
  )
}
