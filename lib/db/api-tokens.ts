import type { Reader } from './client'

export type ApiTokenRecord = {
  id: string
  name: string
  role: string
  createdBy: string
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

const shown = {
  id: true,
  name: true,
  role: true,
  createdBy: true,
  createdAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const

export async function listApiTokens(reader: Reader): Promise<ApiTokenRecord[]> {
  return reader.apiToken.findMany({ select: shown, orderBy: { name: 'asc' } })
}

export async function findApiTokenByHash(reader: Reader, hash: string): Promise<ApiTokenRecord | null> {
  return reader.apiToken.findUnique({ where: { hash }, select: shown })
}

export async function insertApiToken(
  reader: Reader,
  token: { name: string; hash: string; role: string; createdBy: string },
): Promise<ApiTokenRecord> {
  return reader.apiToken.create({ data: token, select: shown })
}

/** Makes or replaces the token of this name; an older secret of that name is dead afterwards. */
export async function replaceApiToken(
  reader: Reader,
  token: { name: string; hash: string; role: string; createdBy: string },
): Promise<void> {
  const { name, hash, role } = token
  await reader.apiToken.upsert({ where: { name }, create: token, update: { hash, role, revokedAt: null } })
}

export async function revokeApiToken(reader: Reader, name: string, at: Date): Promise<number> {
  const { count } = await reader.apiToken.updateMany({
    where: { name, revokedAt: null },
    data: { revokedAt: at },
  })
  return count
}

export async function touchApiToken(reader: Reader, id: string, at: Date): Promise<void> {
  await reader.apiToken.updateMany({ where: { id }, data: { lastUsedAt: at } })
}
