import path from 'node:path'
import { defineConfig } from 'prisma/config'

// The URL is needed by `prisma migrate` only; at run time the product opens the database itself.
const url = process.env.DATABASE_URL

export default defineConfig({
  schema: path.join(import.meta.dirname, 'schema.prisma'),
  migrations: { path: path.join(import.meta.dirname, 'migrations') },
  ...(url && { datasource: { url } }),
})
