import { randomUUID } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import pg from 'pg'
import { findConsole } from './console-process'

export const viewer = { email: 'viewer@example.com', password: 'only looks, never touches' }

/** Lets the viewer sign in, once. */
export async function addViewer(): Promise<void> {
  const client = new pg.Client({ connectionString: findConsole().environment.DATABASE_URL })
  await client.connect()
  try {
    await client.query(
      `insert into users (id, email, name, password_hash, role) values ($1, $2, 'Viewer', $3, 'viewer')
       on conflict (email) do nothing`,
      [randomUUID(), viewer.email, await hash(viewer.password)],
    )
  } finally {
    await client.end()
  }
}
