import type { Reader } from './client'

export type SessionRecord = {
  idHash: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  user: { id: string; name: string; email: string; role: string; disabledAt: Date | null }
}

const user = { select: { id: true, name: true, email: true, role: true, disabledAt: true } } as const

export async function insertSession(
  reader: Reader,
  session: { idHash: string; userId: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await reader.session.create({ data: { ...session, lastSeenAt: session.createdAt } })
}

export async function findSession(reader: Reader, idHash: string): Promise<SessionRecord | null> {
  return reader.session.findUnique({ where: { idHash }, include: { user } })
}

export async function touchSession(reader: Reader, idHash: string, at: Date): Promise<void> {
  await reader.session.updateMany({ where: { idHash }, data: { lastSeenAt: at } })
}

export async function deleteSession(reader: Reader, idHash: string): Promise<void> {
  await reader.session.deleteMany({ where: { idHash } })
}

export async function deleteSessionsOf(reader: Reader, userId: string): Promise<void> {
  await reader.session.deleteMany({ where: { userId } })
}

export async function deleteExpiredSessions(reader: Reader, now: Date): Promise<void> {
  await reader.session.deleteMany({ where: { expiresAt: { lt: now } } })
}
