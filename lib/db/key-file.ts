import 'server-only'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { env } from '@/lib/env'

const keyBytes = 32
const shared = globalThis as typeof globalThis & { lanekeeperKeys?: Map<string, Buffer> }

/** The key that seals secrets in the database. It is made at the first use, readable by its owner only. */
export function sealingKey(file = env().keyFile): Buffer {
  shared.lanekeeperKeys ??= new Map()
  const known = shared.lanekeeperKeys.get(file)
  if (known) return known
  const key = readOrMake(file)
  if (key.length !== keyBytes) throw new Error(`The key file ${file} does not have ${keyBytes} bytes.`)
  shared.lanekeeperKeys.set(file, key)
  return key
}

function readOrMake(file: string): Buffer {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  try {
    fs.writeFileSync(file, randomBytes(keyBytes), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return fs.readFileSync(file)
}
