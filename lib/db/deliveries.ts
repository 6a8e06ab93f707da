import { z } from 'zod'
import { TagDelivery } from '@/lib/domain/tag-delivery'
import type { Reader, Transaction } from './client'
import { requiredJson } from './json'

const keyOf = (groupId: string) => `deliveries/${groupId}`

/** What MSE was told for a group, or was about to be told when a run ended. */
export async function listDeliveries(reader: Reader, groupId: string): Promise<TagDelivery[]> {
  const row = await reader.setting.findUnique({ where: { key: keyOf(groupId) } })
  return row === null ? [] : z.array(TagDelivery).parse(row.value)
}

/** Replaces it; none forgets the group. */
export async function saveDeliveries(
  tx: Transaction,
  groupId: string,
  deliveries: readonly TagDelivery[],
): Promise<void> {
  const key = keyOf(groupId)
  if (deliveries.length === 0) {
    await tx.setting.deleteMany({ where: { key } })
    return
  }
  const value = requiredJson(deliveries)
  await tx.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
}
