import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startEmbedded } from './embedded-postgres.mjs'
import { migrate } from './migrate.mjs'

// Each test makes a database cluster from nothing, which a busy disk slows down.
vi.setConfig({ testTimeout: 60_000 })

let folder: string

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lk-embedded-'))
  fs.chmodSync(folder, 0o755)
})

afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true })
})

test('a second start on the folder is refused in one line, and allowed after the stop', async () => {
  const dir = path.join(folder, 'postgres')
  const first = await startEmbedded({ dir, durable: false })
  await expect(startEmbedded({ dir })).rejects.toThrow(/^\S+ is in use by process \d+\. Stop it, or .+\.$/)
  expect(await migrate(first.url)).not.toEqual([])
  expect(await migrate(first.url)).toEqual([])
  await first.stop()
  const second = await startEmbedded({ dir, durable: false })
  expect(second.adopted).toBe(false)
  await second.stop()
})

test('a server whose console was killed is adopted', async () => {
  const dir = path.join(folder, 'postgres')
  const script = path.join(import.meta.dirname, 'embedded-postgres.mjs')
  const code = `const { startEmbedded } = await import(${JSON.stringify(script)})
    await startEmbedded({ dir: ${JSON.stringify(dir)}, durable: false })
    process.kill(process.pid, 'SIGKILL')`
  const killed = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
  expect(killed.signal, killed.stderr).toBe('SIGKILL')
  const next = await startEmbedded({ dir, durable: false })
  expect(next.adopted).toBe(true)
  await next.stop()
  expect(fs.existsSync(path.join(dir, 'data', 'postmaster.pid'))).toBe(false)
})

test('a migration that was changed after it was applied is refused', async () => {
  const migrations = path.join(folder, 'migrations')
  const file = path.join(migrations, '1_one', 'migration.sql')
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, 'create table one (id int)')
  const server = await startEmbedded({ dir: path.join(folder, 'postgres'), durable: false })
  try {
    expect(await migrate(server.url, migrations)).toEqual(['1_one'])
    fs.writeFileSync(file, 'create table two (id int)')
    await expect(migrate(server.url, migrations)).rejects.toThrow(/1_one was changed/)
  } finally {
    await server.stop()
  }
})
