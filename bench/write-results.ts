import fs from 'node:fs'
import path from 'node:path'
import type { BenchmarkResult } from './benchmark'
import { describeMachine, type Machine } from './machine'

const folder = path.resolve('bench/results')
const latest = path.join(folder, 'latest.json')

type Measured = BenchmarkResult & { at: string; machine: Machine }

/** Keeps this run under its date, and the latest result of every benchmark in a table. */
export function writeResults(results: readonly BenchmarkResult[]): void {
  const at = new Date().toISOString()
  const machine = describeMachine()
  const measured: Measured[] = results.map((result) => ({ ...result, at, machine }))
  fs.mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${at.slice(0, 10)}.json`)
  write(file, merge(read(file), measured))
  const all = merge(read(latest), measured)
  write(latest, all)
  fs.writeFileSync(path.join(folder, 'README.md'), table(all))
}

function read(file: string): Measured[] {
  // Only this file writes them.
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Measured[]) : []
}

function write(file: string, results: readonly Measured[]): void {
  fs.writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`)
}

function merge(before: readonly Measured[], now: readonly Measured[]): Measured[] {
  const kept = before.filter(({ id }) => !now.some((result) => result.id === id))
  return [...kept, ...now].sort((a, b) => a.id.localeCompare(b.id))
}

function table(results: readonly Measured[]): string {
  const rows = results.flatMap(({ id, rows }) =>
    rows.map(({ what, value, against, target }) => `| ${id} | ${what} | ${value} | ${against} | ${target} |`),
  )
  const methods = results.map(
    ({ id, question, method, at, machine }) =>
      `**${id}** ${question} ${method} Measured ${at}, load average ${machine.loadAverage.join(' ')}: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}, kubectl ${machine.kubectl ?? 'not found'}.`,
  )
  return [
    '# Benchmarks',
    '',
    '`npm run bench` (or `npm run bench -- b1 b7`) measures on this machine, loopback only, and writes this page. Raw numbers stand in the JSON files beside it.',
    '',
    '| | what | figure | against | target |',
    '|---|---|--:|---|---|',
    ...rows,
    '',
    ...methods.flatMap((method) => [method, '']),
  ].join('\n')
}
