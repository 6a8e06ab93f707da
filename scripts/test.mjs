// `npm test`: everything, closing with one line of counts. `--quick` leaves out the browser, `--only=a,b` picks suites.
import fs from 'node:fs'
import path from 'node:path'
import { install } from './launch/install.mjs'

const root = path.resolve(import.meta.dirname, '..')
const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',')
const quick = process.argv.includes('--quick')

await install(root)
// After the install: the suites import what it brings.
const { suites } = await import('./test/suites.mjs')
const chosen = suites.filter((suite) => (only ? only.includes(suite.name) : !(quick && suite.slow)))
const unknown = only?.filter((name) => !suites.some((suite) => suite.name === name)) ?? []
if (unknown.length > 0) {
  process.stderr.write(`no suite ${unknown.join(', ')}: there are ${suites.map((s) => s.name).join(', ')}\n`)
  process.exit(2)
}

const results = []
const scratch = fs.mkdtempSync(path.join(fs.realpathSync('/tmp'), 'lanekeeper-test-'))
const started = Date.now()
const begun = new Map()

/** Runs a suite, once. */
function begin(suite) {
  if (!begun.has(suite.name)) begun.set(suite.name, finish(suite))
  return begun.get(suite.name)
}

async function finish(suite) {
  const from = Date.now()
  const result = await suite
    .run({ root, scratch, results })
    .catch((error) => ({ passed: 0, failed: 1, skipped: 0, note: error.message }))
  return { name: suite.name, ...result, seconds: (Date.now() - from) / 1000 }
}

try {
  for (const suite of chosen.filter(({ first }) => first)) begin(suite)
  for (const suite of chosen) {
    process.stdout.write(`\n── ${suite.name}: ${suite.what}\n`)
    const result = await begin(suite)
    results.push(result)
    if (result.note) process.stdout.write(`${result.note}\n`)
  }
} finally {
  for (const suite of suites) await suite.stop?.()
  fs.rmSync(scratch, { recursive: true, force: true })
}

process.stdout.write('\n')
for (const { name, passed, failed, skipped, seconds } of results)
  process.stdout.write(
    `${name.padEnd(20)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed ${String(skipped).padStart(3)} skipped ${seconds.toFixed(1).padStart(7)} s\n`,
  )
const sum = (key) => results.reduce((total, result) => total + result[key], 0)
process.stdout.write(`in ${((Date.now() - started) / 1000).toFixed(0)} s\n`)
const skipped = sum('skipped')
process.stdout.write(
  `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
)
process.exit(sum('failed') > 0 || sum('passed') === 0 ? 1 : 0)
