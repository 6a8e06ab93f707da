import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { startEmbedded } from '@/scripts/embedded-postgres.mjs'
import { migrate } from '@/scripts/migrate.mjs'

const readyDeadlineMs = 60_000

type TestServer = { url: string; template: string; embedded: boolean }

/**
 * The server that the tests of one run share, with a migrated template database in it. The first caller
 * of the run makes it; callers in other processes wait for its note in the folder.
 */
export async function testServer(folder: string): Promise<TestServer> {
  const note = path.join(folder, 'server.json')
  const claim = path.join(folder, 'claim')
  if (isFirst(claim)) {
    const server = await start(folder)
    fs.writeFileSync(`${note}.new`, JSON.stringify(server))
    fs.renameSync(`${note}.new`, note)
    return server
  }
  const deadline = Date.now() + readyDeadlineMs
  while (!fs.existsSync(note)) {
    if (Date.now() > deadline) throw new Error('the test database did not get ready')
    await delay(20)
  }
  return readNote(note)
}

function isFirst(claim: string): boolean {
  try {
    fs.mkdirSync(claim)
    return true
  } catch {
    return false
  }
}

function readNote(note: string): TestServer {
  return JSON.parse(fs.readFileSync(note, 'utf8'))
}

async function start(folder: string): Promise<TestServer> {
  const given = process.env.LANEKEEPER_TEST_DATABASE_URL
  const template = `lanekeeper_test_template_${process.pid}_${Date.now().toString(36)}`
  const url = given ?? (await startEmbedded({ dir: path.join(folder, 'postgres'), durable: false })).url
  await onServer(url, `create database ${template}`)
  await migrate(databaseUrl(url, template))
  return { url, template, embedded: given === undefined }
}

export async function stopTestServer(folder: string): Promise<void> {
  const note = path.join(folder, 'server.json')
  if (!fs.existsSync(note)) return
  const { url, template, embedded } = readNote(note)
  if (!embedded) return onServer(url, `drop database if exists ${template} with (force)`)
  const server = await startEmbedded({ dir: path.join(folder, 'postgres'), lock: false })
  await server.stop()
}

export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}

export async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
