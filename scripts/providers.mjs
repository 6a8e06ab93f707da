// `npm run providers`: what each provider can express, from the data that its conformance suite checks.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { bundle } from './launch/bundle.mjs'
import { install } from './launch/install.mjs'

const root = path.resolve(import.meta.dirname, '..')
await install(root)
const { status } = spawnSync(
  process.execPath,
  [await bundle(root, 'lib/proof/print-providers.ts', 'providers')],
  {
    stdio: 'inherit',
  },
)
process.exit(status ?? 1)
