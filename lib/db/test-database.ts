import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { inject } from 'vitest'
import { type Database, openDatabase } from './client'
import { databaseUrl, onServer, testServer } from './test-server'

export type TestDatabase = { url: string; db: Database; drop(): Promise<void> }

/** Makes it what `db()` gives in this test file, for code that takes no database as an argument. */
export function serveFrom({ url, db }: TestDatabase): void {
  process.env.DATABASE_URL = url
  Object.assign(globalThis, { lanekeeperDatabase: db })
}

/** A fresh, migrated database of the test's own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const folder = inject('testServerFolder')
  process.env.LANEKEEPER_KEY_FILE ??= path.join(folder, 'key')
  const server = await testServer(folder)
  const name = `lanekeeper_test_${randomUUID().replaceAll('-', '')}`
  await onServer(server.url, `create database ${name} template ${server.template}`)
  const url = databaseUrl(server.url, name)
  process.env.DATABASE_URL ??= url
  const db = openDatabase(url, { max: 5 })
  return {
    url,
    db,
    async drop() {
      await db.$disconnect()
      await onServer(server.url, `drop database if exists ${name} with (force)`)
    },
  }
}
