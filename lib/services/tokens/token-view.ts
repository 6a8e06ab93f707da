import type { ApiTokenRecord } from '@/lib/db/api-tokens'
import { RoleName, type TokenView } from '@/lib/services/schemas/access'

export function toTokenView(token: ApiTokenRecord): TokenView {
  const { id, name, role, createdBy, createdAt, lastUsedAt, revokedAt } = token
  return {
    id,
    name,
    role: RoleName.parse(role),
    createdBy,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  }
}
