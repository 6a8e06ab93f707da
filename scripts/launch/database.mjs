import path from 'node:path'
import { refuse } from './say.mjs'

const withoutPassword = (url) => {
  try {
    const parsed = new URL(url)
    if (parsed.password) parsed.password = '…'
    return parsed.href
  } catch {
    return 'the value of DATABASE_URL'
  }
}

async function checkGiven(url) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  try {
    await client.connect()
    await client.query('select 1')
  } catch (error) {
    refuse(
      `the database ${withoutPassword(url)} cannot be used (${error.code ?? error.message}): correct DATABASE_URL, or unset it for the embedded Postgres`,
    )
  } finally {
    await client.end().catch(() => {})
  }
}

/** The database of DATABASE_URL, or the embedded one started (or taken over), with all migrations applied. */
export async function startDatabase(settings) {
  let embedded = null
  if (settings.databaseUrl) await checkGiven(settings.databaseUrl)
  else {
    const { startEmbedded } = await import('../embedded-postgres.mjs')
    embedded = await startEmbedded({ dir: path.join(settings.directory, 'postgres') })
  }
  const url = settings.databaseUrl ?? embedded.url
  const { migrate } = await import('../migrate.mjs')
  const applied = await migrate(url, path.join(settings.root, 'prisma/migrations'))
  return { url, embedded, applied }
}
