// `npm run proof [-- --only traffic,crash --seed N --cycles N]`: what `npm test` proves of operations in short, in full; closes with a table.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { install } from './launch/install.mjs'

const root = path.resolve(import.meta.dirname, '..')
const proofs = fs
  .readdirSync(path.join(root, 'lib/proof/operations'))
  .flatMap((file) => /^([a-z-]+)\.proof\.test\.ts$/.exec(file)?.[1] ?? [])
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: proofs.join(',') },
    seed: { type: 'string', default: '1' },
    cycles: { type: 'string', default: '' },
    provider: { type: 'string', default: '' },
  },
})
const chosen = values.only.split(',')
const unknown = chosen.filter((name) => !proofs.includes(name))
const isNumber = (text) => /^\d+$/.test(text)
if (unknown.length > 0 || !isNumber(values.seed) || !(values.cycles === '' || isNumber(values.cycles))) {
  process.stderr.write(
    `--only ${proofs.join(',')} --seed <number> --cycles <number> --provider <id>: each may be left out\n`,
  )
  process.exit(2)
}

await install(root)
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lanekeeper-proof-'))
const table = path.join(scratch, 'table.jsonl')
const { status } = spawnSync(
  'npx',
  [
    'vitest',
    'run',
    '--config=lib/vitest.config.ts',
    '--no-file-parallelism',
    ...chosen.map((name) => `lib/proof/operations/${name}.proof.test.ts`),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      LANEKEEPER_PROOF: 'full',
      LANEKEEPER_PROOF_SEED: values.seed,
      LANEKEEPER_PROOF_CYCLES: values.cycles,
      LANEKEEPER_PROOF_PROVIDER: values.provider,
      LANEKEEPER_PROOF_TABLE: table,
    },
  },
)
const lines = fs.existsSync(table) ? fs.readFileSync(table, 'utf8').trim().split('\n') : []
fs.rmSync(scratch, { recursive: true, force: true })
process.stdout.write('\n')
for (const line of lines) {
  const { proof, what, seed, result } = JSON.parse(line)
  process.stdout.write(`${proof.padEnd(14)} ${what.padEnd(26)} seed ${String(seed).padEnd(6)} ${result}\n`)
}
process.stdout.write(status === 0 ? 'all proofs hold\n' : 'a proof does not hold\n')
process.exit(status ?? 1)
