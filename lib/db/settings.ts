import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Reader } from './client'

const installationKey = 'installation'

/** Names this installation on the objects it makes: made once, the same for the life of the database. */
export async function installationId(reader: Reader): Promise<string> {
  const found = await reader.setting.findUnique({ where: { key: installationKey } })
  if (found) return z.string().parse(found.value)
  const value = randomUUID().slice(0, 8)
  await reader.setting.createMany({ data: [{ key: installationKey, value }], skipDuplicates: true })
  const row = await reader.setting.findUniqueOrThrow({ where: { key: installationKey } })
  return z.string().parse(row.value)
}
