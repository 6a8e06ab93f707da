// `npm run sandbox`: the demo cluster alone, in the foreground.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { bundleCluster } from './build.mjs'
import { install } from './launch/install.mjs'

const root = path.resolve(import.meta.dirname, '..')
await install(root)
await bundleCluster()
const child = spawn(process.execPath, [path.join(root, '.build/sandbox.mjs')], {
  cwd: root,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 0))
