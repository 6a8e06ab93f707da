import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'
import type { Reader, Transaction } from './client'
import { requiredJson } from './json'
import { seal, unseal } from './seal'

const prefix = 'credential/'
const purposeOf = (name: string) => `credential ${name}`

const Stored = z.strictObject({
  accessKeyId: z.string(),
  endpoint: z.string().optional(),
  secretSealed: z.string(),
  createdAt: z.string(),
})

/** An access key of a cloud's API as it may be shown: without its secret. */
export type CredentialRecord = {
  name: string
  accessKeyId: string
  endpoint: string | null
  createdAt: string
}

/** Keeps an access key, its secret sealed as a kubeconfig is. Replaces one of the same name. */
export async function saveCredential(
  tx: Transaction,
  name: string,
  key: { accessKeyId: string; accessKeySecret: string; endpoint?: string | undefined },
  at: Date,
): Promise<void> {
  const { accessKeyId, accessKeySecret, endpoint } = key
  const secretSealed = Buffer.from(seal(accessKeySecret, purposeOf(name))).toString('base64')
  const value = requiredJson({ accessKeyId, endpoint, secretSealed, createdAt: at.toISOString() })
  await tx.setting.upsert({
    where: { key: `${prefix}${name}` },
    create: { key: `${prefix}${name}`, value },
    update: { value },
  })
}

export async function listCredentials(reader: Reader): Promise<CredentialRecord[]> {
  const rows = await reader.setting.findMany({
    where: { key: { startsWith: prefix } },
    orderBy: { key: 'asc' },
  })
  return rows.map(({ key, value }) => {
    const { accessKeyId, endpoint = null, createdAt } = Stored.parse(value)
    return { name: key.slice(prefix.length), accessKeyId, endpoint, createdAt }
  })
}

/** With its secret opened: for signing only. Raises `NotFound`. */
export async function openCredential(reader: Reader, name: string) {
  const row = await reader.setting.findUnique({ where: { key: `${prefix}${name}` } })
  if (row === null) throw new AppError('NotFound', say('refusals.noCredential', { name }))
  const { accessKeyId, endpoint, secretSealed } = Stored.parse(row.value)
  return {
    accessKeyId,
    endpoint,
    accessKeySecret: unseal(Buffer.from(secretSealed, 'base64'), purposeOf(name)),
  }
}

/** Whether there was one. */
export async function deleteCredential(tx: Transaction, name: string): Promise<boolean> {
  const { count } = await tx.setting.deleteMany({ where: { key: `${prefix}${name}` } })
  return count > 0
}
