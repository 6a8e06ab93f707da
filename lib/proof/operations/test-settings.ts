import { appendFileSync } from 'node:fs'

/** How much a proof does: a little among the tests, all of it by `npm run proof`. */
export const isFull = process.env.LANEKEEPER_PROOF === 'full'
export const seed = Number(process.env.LANEKEEPER_PROOF_SEED ?? 1)

/** So many in full, or as many as `--cycles` says. */
export function countOf(counts: { short: number; full: number }): number {
  const asked = Number(process.env.LANEKEEPER_PROOF_CYCLES ?? 0)
  return asked > 0 ? asked : isFull ? counts.full : counts.short
}

/** Of which provider alone it is asked; empty for all. */
export const provider = process.env.LANEKEEPER_PROOF_PROVIDER ?? ''

const [part = '1', parts = '1'] = (process.env.LANEKEEPER_PROOF_SHARD || '1/1').split('/')
/** Which part of a proof that is divided among processes; `index` counts from 0. */
export const shard = { index: Number(part) - 1, of: Number(parts) }
const ofShard = shard.of > 1 ? ` ${part}/${parts}` : ''

/** One line of the table that ends `npm run proof`; among the tests it is only printed. */
export function report(proof: string, what: string, result: string): void {
  const line = { proof, what: `${what}${ofShard}`, seed, result }
  if (process.env.LANEKEEPER_PROOF_TABLE) {
    appendFileSync(process.env.LANEKEEPER_PROOF_TABLE, `${JSON.stringify(line)}\n`)
  } else process.stdout.write(`${proof}  ${line.what}  seed ${seed}  ${result}\n`)
}

/** How far a long proof is, every so many of its parts. Among the tests nobody waits for it. */
export function progress(what: string, done: number, of: number, every: number): void {
  if (isFull && done % every === 0) process.stdout.write(`${what}${ofShard}: ${done} of ${of}\n`)
}
