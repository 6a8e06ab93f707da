// `KUBECONFIG=… npm run test:cluster`: the recorded requests and the providers' golden files on any cluster, in a namespace that is made and removed.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { bundle } from './launch/bundle.mjs'
import { install } from './launch/install.mjs'

const root = path.resolve(import.meta.dirname, '..')
const kubeconfig = process.env.KUBECONFIG
if (!kubeconfig) {
  process.stderr.write('which cluster? KUBECONFIG=<file> npm run test:cluster\n')
  process.exit(2)
}
await install(root)
const outfile = await bundle(root, 'lib/sandbox/contract/run-on-cluster.ts', 'test-cluster')
const recordings = path.join(root, 'lib/sandbox/testdata/recordings')
const goldens = path.join(root, 'lib/providers/testdata')
const { status } = spawnSync(process.execPath, [outfile, kubeconfig, recordings, goldens], {
  stdio: 'inherit',
})
process.exit(status ?? 1)
