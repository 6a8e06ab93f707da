import { Prisma } from './generated/client'

/** A JSON column: absent becomes SQL NULL, everything else is stored as it is. */
export function toJson(value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === undefined || value === null ? Prisma.DbNull : requiredJson(value)
}

/** A JSON column that may not be null. The round trip drops what JSON cannot hold. */
export function requiredJson(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value))
}
