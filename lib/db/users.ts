import type { Reader, Transaction } from './client'
import type { User as UserRow } from './generated/client'

export type UserRecord = {
  id: string
  email: string
  name: string
  role: string
  createdAt: Date
  disabledAt: Date | null
}
export type Credentials = UserRecord & { passwordHash: string }

function toRecord({ passwordHash: _hidden, ...user }: UserRow): UserRecord {
  return user
}

export async function listUsers(reader: Reader): Promise<UserRecord[]> {
  return (await reader.user.findMany({ orderBy: { email: 'asc' } })).map(toRecord)
}

export async function findUser(reader: Reader, id: string): Promise<UserRecord | null> {
  const row = await reader.user.findUnique({ where: { id } })
  return row && toRecord(row)
}

/** With the password's hash: for signing in only. */
export async function findCredentials(reader: Reader, email: string): Promise<Credentials | null> {
  return reader.user.findUnique({ where: { email } })
}

export async function insertUser(
  tx: Transaction,
  user: { email: string; name: string; passwordHash: string; role: string },
): Promise<UserRecord> {
  return toRecord(await tx.user.create({ data: user }))
}

export async function updateUser(
  tx: Transaction,
  id: string,
  change: { name?: string; role?: string; passwordHash?: string; disabledAt?: Date | null },
): Promise<UserRecord> {
  return toRecord(await tx.user.update({ where: { id }, data: change }))
}

export async function countActiveAdmins(reader: Reader): Promise<number> {
  return reader.user.count({ where: { role: 'admin', disabledAt: null } })
}
