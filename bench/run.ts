import { b1Push } from './b1-push'
import { b1Waits } from './b1-waits'
import { b2Unchanged } from './b2-unchanged'
import { b5Scripts } from './b5-scripts'
import { b7Simulate } from './b7-simulate'
import { b8Watched } from './b8-watched'
import { b10Away } from './b10-away'
import { b10Drift } from './b10-drift'
import { b10Killed } from './b10-killed'
import { b10Leader } from './b10-leader'
import type { Benchmark } from './benchmark'
import { lintRules } from './lint-rules'
import { writeResults } from './write-results'

const benchmarks: readonly Benchmark[] = [
  { id: 'b1', run: b1Push },
  { id: 'b1-waits', run: b1Waits },
  { id: 'b2', run: b2Unchanged },
  { id: 'b5', run: b5Scripts },
  { id: 'b7', run: b7Simulate },
  { id: 'b8', run: b8Watched },
  { id: 'b10-away', run: b10Away },
  { id: 'b10-killed', run: b10Killed },
  { id: 'b10-leader', run: b10Leader },
  { id: 'b10-drift', run: b10Drift },
  { id: 'lint', run: lintRules },
]

const asked = process.argv.slice(2).map((id) => id.toLowerCase())
/** `b10` is all of its parts. */
const isAsked = (id: string, one: string) => one === id || (one === 'b10' && id.startsWith('b10-'))
const unknown = asked.filter((one) => !benchmarks.some(({ id }) => isAsked(id, one)))
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are ${benchmarks.map(({ id }) => id).join(', ')}`)
  process.exit(2)
}

const results = []
for (const { id, run } of benchmarks) {
  if (asked.length > 0 && !asked.some((one) => isAsked(id, one))) continue
  console.log(`${id} …`)
  const started = performance.now()
  const result = await run()
  results.push(result)
  writeResults([result])
  for (const row of result.rows)
    console.log(`  ${row.what}: ${row.value} | ${row.against} | target ${row.target}`)
  console.log(`  (${Math.round((performance.now() - started) / 1000)} s)`)
}
const broken = results.flatMap((result) => result.broken.map((promise) => `${result.id}: ${promise}`))
for (const promise of broken) console.error(`not kept: ${promise}`)
process.exit(broken.length > 0 ? 1 : 0)
