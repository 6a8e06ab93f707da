import { deleteSessionsOf } from '@/lib/db/sessions'
import { countActiveAdmins, findUser, updateUser as updateRecord } from '@/lib/db/users'
import { AppError } from '@/lib/errors'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { hashPassword } from '@/lib/services/auth/password'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { UpdateUserInput, type UserView } from '@/lib/services/schemas/access'
import { say } from '@/lib/words/sentence'
import { toUserView } from './user-view'

/** Changes a user. Another role, password or a disabled account ends the sessions; the last administrator stays one. */
export async function updateUser(
  ctx: ServiceContext,
  input: { id: string; change: UpdateUserInput },
): Promise<UserView> {
  requireRole(ctx, 'admin')
  const { name, role, password, disabled } = parseInput(UpdateUserInput, input.change)
  const passwordHash = password === undefined ? undefined : await hashPassword(password)
  const disabledAt = disabled === undefined ? undefined : disabled ? ctx.now() : null
  return ctx.db.$transaction(async (tx) => {
    const before = await findUser(tx, input.id)
    if (!before) throw new AppError('NotFound', say('refusals.noUser'))
    const after = await updateRecord(tx, input.id, { name, role, passwordHash, disabledAt })
    if ((await countActiveAdmins(tx)) === 0) {
      throw new AppError('Conflict', say('refusals.lastAdministrator', { email: before.email }))
    }
    if (role !== undefined || passwordHash !== undefined || disabled === true) {
      await deleteSessionsOf(tx, input.id)
    }
    await recordAudit(tx, ctx, {
      action: 'update',
      target: { kind: 'User', name: before.email },
      before: { name: before.name, role: before.role, disabled: before.disabledAt !== null },
      after: {
        name: after.name,
        role: after.role,
        disabled: after.disabledAt !== null,
        password: passwordHash === undefined ? 'unchanged' : 'changed',
      },
    })
    return toUserView(after)
  })
}
