import { Prisma } from './generated/client'

/** Connection refused, lost, timed out, or no connection free in time; a transaction that could not begin or was cut. */
const awayCodes: ReadonlySet<string> = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
])

/** Whether an error means that the database cannot be reached now, rather than that a statement is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  if (error instanceof Prisma.PrismaClientKnownRequestError) return awayCodes.has(error.code)
  return error instanceof Error && error.name === 'DriverAdapterError'
}
