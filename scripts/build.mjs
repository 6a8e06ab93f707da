// Builds what `npm start` runs: the generated database client, the console and the cluster process. Does nothing when it is up to date.
import fs from 'node:fs'
import path from 'node:path'
import { install } from './launch/install.mjs'
import { run } from './launch/run.mjs'
import { say } from './launch/say.mjs'
import { sourceStamp } from './launch/stamp.mjs'

const root = path.resolve(import.meta.dirname, '..')

export async function generate() {
  await run('npx', ['prisma', 'generate', '--config', 'prisma/prisma.config.ts'], {
    cwd: root,
    // Only schema changes need the engine, and Prisma would download it.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: path.join(root, 'scripts/schema-engine.mjs') },
  })
}

export async function bundleCluster() {
  const { build } = await import('esbuild')
  await build({
    entryPoints: [path.join(root, 'lib/sandbox/main.ts')],
    outfile: path.join(root, '.build/sandbox.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    target: 'node20',
    sourcemap: true,
    logLevel: 'error',
  })
}

export async function buildAll() {
  await install(root)
  const stamp = sourceStamp(root)
  const stampFile = path.join(root, '.build/stamp')
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp) return false
  fs.rmSync(stampFile, { force: true })
  say('building (about half a minute, only when sources changed)')
  await generate()
  await bundleCluster()
  await run('npx', ['next', 'build'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  fs.mkdirSync(path.dirname(stampFile), { recursive: true })
  fs.writeFileSync(stampFile, stamp)
  return true
}

if (import.meta.filename === process.argv[1]) {
  const built = await buildAll()
  say(built ? 'built' : 'already built')
}
