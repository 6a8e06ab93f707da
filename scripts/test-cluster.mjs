// `KUBECONFIG=… npm run test:cluster`: the recorded requests on any cluster, in a namespace that is made and removed.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { install } from './launch/install.mjs'

const root = path.resolve(import.meta.dirname, '..')
const kubeconfig = process.env.KUBECONFIG
if (!kubeconfig) {
  process.stderr.write('which cluster? KUBECONFIG=<file> npm run test:cluster\n')
  process.exit(2)
}
await install(root)
const { build } = await import('esbuild')
const outfile = path.join(root, '.build/test-cluster.mjs')
await build({
  entryPoints: [path.join(root, 'lib/sandbox/contract/run-on-cluster.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  target: 'node20',
  sourcemap: true,
  logLevel: 'error',
})
const recordings = path.join(root, 'lib/sandbox/testdata/recordings')
const { status } = spawnSync(process.execPath, [outfile, kubeconfig, recordings], { stdio: 'inherit' })
process.exit(status ?? 1)
