// `npm run fuzz -- [--provider X] [--pairs N] [--seed S] [--mutations]`: simulator, providers and the sandbox's gateways on random documents.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { bundle } from './launch/bundle.mjs'
import { install } from './launch/install.mjs'

const root = path.resolve(import.meta.dirname, '..')
await install(root)
const outfile = await bundle(root, 'lib/proof/run-fuzz.ts', 'fuzz')
const { status } = spawnSync(process.execPath, ['--enable-source-maps', outfile, ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exit(status ?? 1)
