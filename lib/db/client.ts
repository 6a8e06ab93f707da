import 'server-only'
import { PrismaPg } from '@prisma/adapter-pg'
import { env } from '@/lib/env'
import { type Prisma, PrismaClient } from './generated/client'
import { inTurn } from './in-turn'

export type Database = PrismaClient
export type Transaction = Prisma.TransactionClient
/** A query that reads works on either. */
export type Reader = Database | Transaction

const poolSize = 20

export function openDatabase(url: string, options: { max?: number } = {}): Database {
  const adapter = inTurn(new PrismaPg({ connectionString: url, max: options.max ?? poolSize }))
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 5_000, timeout: 15_000 } })
}

const shared = globalThis as typeof globalThis & { lanekeeperDatabase?: Database }

/** The one pool of this process; bundles have modules of their own, so it hangs on globalThis. */
export function db(): Database {
  shared.lanekeeperDatabase ??= openDatabase(env().databaseUrl)
  return shared.lanekeeperDatabase
}
