import type { UserRecord } from '@/lib/db/users'
import { RoleName, type UserView } from '@/lib/services/schemas/access'

export function toUserView({ id, email, name, role, createdAt, disabledAt }: UserRecord): UserView {
  return {
    id,
    email,
    name,
    role: RoleName.parse(role),
    createdAt: createdAt.toISOString(),
    disabled: disabledAt !== null,
  }
}
