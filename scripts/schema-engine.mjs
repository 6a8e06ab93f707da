#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which cannot be had from npm: the same JSON-RPC over
// stdin and stdout, answered by @prisma/schema-engine-wasm through a JavaScript driver.
// Used by way of PRISMA_SCHEMA_ENGINE_BINARY.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'

const require = createRequire(import.meta.url)
const args = process.argv.slice(2)
const postgresCharOid = 18
const postgresTextOid = 25

function option(name) {
  const at = args.indexOf(name)
  return at < 0 ? undefined : args[at + 1]
}

const datasource = JSON.parse(option('--datasource') ?? '{}')

async function withAdmin(url, run) {
  const target = new URL(url)
  const database = decodeURIComponent(target.pathname.slice(1))
  target.pathname = '/postgres'
  const client = new pg.Client({ connectionString: target.href })
  await client.connect()
  try {
    return await run(client, client.escapeIdentifier(database), database)
  } finally {
    await client.end()
  }
}

async function runCommand(command) {
  switch (command) {
    case 'can-connect-to-database': {
      const client = new pg.Client({ connectionString: datasource.url })
      await client.connect()
      await client.end()
      return
    }
    case 'create-database':
      await withAdmin(datasource.url, (client, name) => client.query(`create database ${name}`))
      return
    case 'drop-database':
      await withAdmin(datasource.url, (client, name) => client.query(`drop database if exists ${name}`))
  }
}

function reportCommandError(error) {
  const codes = { '3D000': 'P1003', ECONNREFUSED: 'P1001' }
  const fields = { message: error.message, error_code: codes[error.code] }
  process.stderr.write(`\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}\n`)
}

/** The driver splits scripts at ';' and does not know the type "char"; introspection needs both. */
function mend(adapter) {
  const prototype = Object.getPrototypeOf(adapter)
  adapter.executeScript = async (sql) => {
    try {
      await adapter.client.query(sql)
    } catch (error) {
      adapter.onError(error)
    }
  }
  adapter.queryRaw = async (query) => {
    const result = await prototype.performIO.call(adapter, query)
    const characters = []
    for (const [index, field] of result.fields.entries()) {
      if (field.dataTypeID !== postgresCharOid) continue
      characters.push(index)
      field.dataTypeID = postgresTextOid
    }
    const answered = Object.create(adapter, { performIO: { value: async () => result } })
    const set = await prototype.queryRaw.call(answered, query)
    for (const index of characters) set.columnTypes[index] = ColumnTypeEnum.Character
    return set
  }
  return adapter
}

function connection(database) {
  const url = new URL(datasource.url)
  if (database) url.pathname = `/${encodeURIComponent(database)}`
  return { connectionString: url.href, max: 1 }
}

const factory = {
  provider: 'postgres',
  adapterName: '@prisma/adapter-pg',
  async connect() {
    return mend(await new PrismaPg(connection()).connect())
  },
  async connectToShadowDb() {
    const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
    await withAdmin(datasource.url, (client) => client.query(`create database "${name}"`))
    const adapter = mend(await new PrismaPg(connection(name)).connect())
    const dispose = adapter.dispose.bind(adapter)
    adapter.dispose = async () => {
      await dispose()
      await withAdmin(datasource.url, (client) =>
        client.query(`drop database if exists "${name}" with (force)`),
      )
    }
    return adapter
  },
}

async function loadEngine() {
  const glue = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const { instance } = await WebAssembly.instantiate(readFileSync(glue.replace(/\.js$/, '.wasm')), {
    './schema_engine_bg.js': bindings,
  })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  const models = args.flatMap((arg, at) => (arg === '--datamodels' ? [args[at + 1]] : []))
  const datamodels = models.length > 0 ? models.map((file) => [file, readFileSync(file, 'utf8')]) : undefined
  return bindings.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factory))
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}

let engine
let prints = 0

async function answer(method, params) {
  if (method === 'createDatabase') {
    return withAdmin(params.datasource.url ?? datasource.url, async (client, name, databaseName) => {
      await client.query(`create database ${name}`)
      return { databaseName }
    })
  }
  engine ??= await loadEngine()
  const result = (await engine[method === 'getDatabaseVersion' ? 'version' : method](params)) ?? {}
  if (method !== 'diff' || result.stdout == null) return result
  send({ id: `print-${++prints}`, method: 'print', params: { content: result.stdout } })
  return { exitCode: result.exitCode, stdout: null }
}

function errorBody(error) {
  let known
  try {
    known = JSON.parse(error.message ?? String(error))
  } catch {
    known = { message: error?.message ?? String(error) }
  }
  const message = known.message ?? String(error)
  const data = {
    is_panic: false,
    message,
    error_code: known.error_code ?? error.code,
    meta: known.meta ?? null,
  }
  return { code: error.code ?? 4466, message, data }
}

function serve() {
  let pending = 0
  let closed = false
  const exitWhenDone = () => {
    if (closed && pending === 0) process.exit(0)
  }
  createInterface({ input: process.stdin })
    .on('line', async (line) => {
      const { id, method, params } = JSON.parse(line)
      if (!method) return
      pending++
      try {
        send({ id, result: await answer(method, params) })
      } catch (error) {
        send({ id, error: errorBody(error) })
      } finally {
        pending--
        exitWhenDone()
      }
    })
    .on('close', () => {
      closed = true
      exitWhenDone()
    })
}

const cli = args.indexOf('cli')
if (args.includes('--version')) process.stdout.write('schema-engine-wasm 7\n')
else if (cli < 0) serve()
else {
  await runCommand(args[cli + 1]).catch((error) => {
    reportCommandError(error)
    process.exitCode = 1
  })
}
