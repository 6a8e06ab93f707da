// `npm run bench [-- b1 b1-waits b2 b5 b7 b8 b10 b10-drift lint]`: builds what is measured and runs the benchmarks; results go to bench/results.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { buildAll } from './build.mjs'

const root = path.resolve(import.meta.dirname, '..')
await buildAll()
const { build } = await import('esbuild')
const outfile = path.join(root, '.build/bench.mjs')
await build({
  entryPoints: {
    bench: path.join(root, 'bench/run.ts'),
    'bench-relay': path.join(root, 'bench/relay.ts'),
    'bench-objects': path.join(root, 'bench/object-server.ts'),
  },
  outdir: path.join(root, '.build'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  target: 'node20',
  conditions: ['react-server'],
  tsconfig: path.join(root, 'tsconfig.json'),
  logLevel: 'error',
})
const args = ['--conditions=react-server', outfile, ...process.argv.slice(2)]
spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 1))
