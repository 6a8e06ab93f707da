import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'

const debian = '/usr/lib/postgresql'

function debianServer() {
  if (!fs.existsSync(debian)) return null
  const version = fs
    .readdirSync(debian)
    .filter((name) => fs.existsSync(path.join(debian, name, 'bin/initdb')))
    .sort((a, b) => Number(b) - Number(a))[0]
  return version ? path.join(debian, version, 'bin') : null
}

/** Runs a command of the server as the user `postgres` when we are root, which the server refuses to be. */
function asServerUser(command, args) {
  const root = process.getuid?.() === 0
  const result = root
    ? spawnSync('su', ['-s', '/bin/sh', 'postgres', '-c', [command, ...args].map((a) => `'${a}'`).join(' ')])
    : spawnSync(command, args)
  if (result.status !== 0) throw new Error(`${command}: ${result.stderr || result.stdout}`)
}

async function startDebian(bin, scratch) {
  const directory = path.join(scratch, 'given-postgres')
  fs.mkdirSync(directory, { mode: 0o777 })
  fs.chmodSync(scratch, 0o755)
  fs.chmodSync(directory, 0o777)
  const data = path.join(directory, 'data')
  const port = 20_000 + (process.pid % 20_000)
  asServerUser(path.join(bin, 'initdb'), [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-sync',
  ])
  const options = `-p ${port} -k ${directory} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200`
  asServerUser(path.join(bin, 'pg_ctl'), [
    '-D',
    data,
    '-w',
    '-l',
    path.join(directory, 'log'),
    '-o',
    options,
    'start',
  ])
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => asServerUser(path.join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop']),
  }
}

/** A Postgres that is not ours: DATABASE_URL's, Debian's, or the embedded binaries as a stranger would run them. */
export async function startGivenDatabase({ scratch }) {
  const given = process.env.DATABASE_URL
  const bin = debianServer()
  const server = given
    ? { url: given, stop: async () => {} }
    : bin
      ? await startDebian(bin, scratch)
      : await (await import('../embedded-postgres.mjs')).startEmbedded({
          dir: path.join(scratch, 'given'),
          database: 'postgres',
        })
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const version = (await client.query('show server_version')).rows[0].server_version
  await client.end()
  const origin = given ? 'DATABASE_URL' : bin ? "Debian's server" : 'the embedded binaries, started apart'
  return { url: server.url, what: `PostgreSQL ${version} from ${origin}`, stop: () => server.stop() }
}
