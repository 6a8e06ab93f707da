// Applies prisma/migrations in order and keeps Prisma's own table of them, so that `prisma migrate` agrees.
// The job queue's tables are brought up by the queue itself.
import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'

const migrationsFolder = path.resolve(import.meta.dirname, '../prisma/migrations')
/** The advisory lock that Prisma Migrate takes. */
const prismaLock = 72_707_369

const migrationsTable = `create table if not exists _prisma_migrations (
  id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
  started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`

function listMigrations(folder) {
  return fs
    .readdirSync(folder)
    .sort()
    .map((name) => ({ name, file: path.join(folder, name, 'migration.sql') }))
    .filter(({ file }) => fs.existsSync(file))
    .map(({ name, file }) => {
      const sql = fs.readFileSync(file, 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

async function applyOne(client, { name, sql, checksum }) {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`The migration ${name} failed and was undone: ${error.message}`, { cause: error })
  }
}

/** Brings the database at `url` up to date. Gives the names of the migrations that were applied. */
export async function migrate(url, folder = migrationsFolder) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const applied = []
  try {
    await client.query('select pg_advisory_lock($1)', [prismaLock])
    await client.query(migrationsTable)
    const { rows } = await client.query(
      'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null',
    )
    const known = new Map(rows.map((row) => [row.migration_name, row]))
    for (const migration of listMigrations(folder)) {
      const row = known.get(migration.name)
      if (!row) {
        await applyOne(client, migration)
        applied.push(migration.name)
      } else if (!row.finished_at) {
        throw new Error(
          `The migration ${migration.name} did not finish earlier. Repair it with "prisma migrate resolve".`,
        )
      } else if (row.checksum !== migration.checksum) {
        throw new Error(`The migration ${migration.name} was changed after it was applied to this database.`)
      }
    }
  } finally {
    await client.end()
  }
  await migrateQueue(url)
  return applied
}

async function migrateQueue(url) {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  try {
    await runMigrations({ pgPool: pool })
  } finally {
    await pool.end()
  }
}
