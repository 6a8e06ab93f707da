// `npm run proof [-- --only traffic,crash --seed N --cycles N --jobs N]`: what `npm test` proves of operations in short, in
// full; closes with a table. `--jobs` processes work side by side, each with a console, a cluster and a load of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { install } from './launch/install.mjs'
import { inTurns, piecesOf, providers } from './proof/pieces.mjs'

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
    shard: { type: 'string', default: '' },
    jobs: { type: 'string', default: '1' },
  },
})
const chosen = values.only.split(',')
const isNumber = (text) => /^\d+$/.test(text)
const isShard = (text) => {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  return Number(index) >= 1 && Number(index) <= Number(of)
}
const isWrong =
  chosen.some((name) => !proofs.includes(name)) ||
  !isNumber(values.seed) ||
  !(values.cycles === '' || isNumber(values.cycles)) ||
  !(values.provider === '' || providers.includes(values.provider)) ||
  !(values.shard === '' || isShard(values.shard)) ||
  !(isNumber(values.jobs) && Number(values.jobs) > 0)
if (isWrong) {
  process.stderr.write(
    [
      `--only ${proofs.join(',')} --seed <number> --cycles <number> --jobs <number>`,
      `--provider ${providers.join('|')}`,
      '--shard <i>/<n>: of actors and interleavings only every nth; each may be left out',
      '',
    ].join('\n'),
  )
  process.exit(2)
}

await install(root)
const { generate } = await import('./build.mjs')
await generate()
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lanekeeper-proof-'))
const jobs = Number(values.jobs)
const pieces = piecesOf({ chosen, provider: values.provider, shard: values.shard, jobs })
const done = await inTurns(pieces, jobs, prove)
fs.rmSync(scratch, { recursive: true, force: true })
process.stdout.write('\n')
for (const { lines } of done) {
  for (const { proof, what, seed, result } of lines)
    process.stdout.write(`${proof.padEnd(14)} ${what.padEnd(26)} seed ${String(seed).padEnd(6)} ${result}\n`)
}
for (const { name, minutes, status } of done)
  process.stdout.write(`${status === 0 ? 'holds ' : 'BROKEN'} ${name.padEnd(28)} ${minutes.toFixed(1)} min\n`)
const holds = done.every(({ status }) => status === 0)
process.stdout.write(holds ? 'all proofs hold\n' : 'a proof does not hold\n')
process.exit(holds ? 0 : 1)

/** One piece in a process of its own; its output goes on line by line, each with whose it is. */
async function prove({ proof, provider, shard }) {
  const name = [proof, provider, shard].filter((part) => part !== '').join(' ')
  const table = path.join(scratch, `${name.replaceAll(/[ /]/g, '-')}.jsonl`)
  const begun = performance.now()
  const child = spawn(
    'npx',
    [
      'vitest',
      'run',
      '--config=lib/vitest.config.ts',
      '--reporter=verbose',
      `lib/proof/operations/${proof}.proof.test.ts`,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        LANEKEEPER_PROOF: 'full',
        LANEKEEPER_PROOF_SEED: values.seed,
        LANEKEEPER_PROOF_CYCLES: values.cycles,
        LANEKEEPER_PROOF_PROVIDER: provider,
        LANEKEEPER_PROOF_SHARD: shard,
        LANEKEEPER_PROOF_TABLE: table,
      },
    },
  )
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ])
    createInterface({ input: from }).on('line', (line) =>
      to.write(jobs > 1 ? `${name} | ${line}\n` : `${line}\n`),
    )
  const [status] = await once(child, 'close')
  const text = fs.existsSync(table) ? fs.readFileSync(table, 'utf8').trim() : ''
  const lines = text === '' ? [] : text.split('\n').map((line) => JSON.parse(line))
  const minutes = (performance.now() - begun) / 60_000
  // A process without a line has proven nothing.
  return { name, lines, minutes, status: status === 0 && lines.length > 0 ? 0 : 1 }
}
