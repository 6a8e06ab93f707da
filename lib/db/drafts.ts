import type { Reader } from './client'
import { requiredJson } from './json'

export type DraftRecord = { key: string; body: unknown; updatedAt: Date }

export async function findDraft(reader: Reader, userId: string, key: string): Promise<DraftRecord | null> {
  return reader.draft.findUnique({
    where: { userId_key: { userId, key } },
    select: { key: true, body: true, updatedAt: true },
  })
}

export async function listDrafts(reader: Reader, userId: string): Promise<DraftRecord[]> {
  return reader.draft.findMany({
    where: { userId },
    orderBy: { updatedAt: 'desc' },
    select: { key: true, body: true, updatedAt: true },
  })
}

export async function storeDraft(
  reader: Reader,
  draft: { userId: string; key: string; body: unknown; at: Date },
): Promise<void> {
  const { userId, key, at } = draft
  const body = requiredJson(draft.body)
  await reader.draft.upsert({
    where: { userId_key: { userId, key } },
    create: { userId, key, body, updatedAt: at },
    update: { body, updatedAt: at },
  })
}

export async function deleteDraft(reader: Reader, userId: string, key: string): Promise<void> {
  await reader.draft.deleteMany({ where: { userId, key } })
}
