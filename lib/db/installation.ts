import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Database } from './client'

const key = 'installation'

/** The id of this installation, made once: it tells our objects from those of another console on the same cluster. */
export async function installationId(db: Database): Promise<string> {
  const known = await db.setting.findUnique({ where: { key } })
  if (known) return z.string().parse(known.value)
  await db.setting.createMany({ data: [{ key, value: randomUUID() }], skipDuplicates: true })
  return z.string().parse((await db.setting.findUniqueOrThrow({ where: { key } })).value)
}
