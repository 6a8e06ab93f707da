import { compile } from '@/lib/domain/compile'
import { normalRequest } from '@/lib/domain/normal-request'
import { simulate } from '@/lib/domain/simulate'
import type { BenchmarkResult } from './benchmark'
import { naiveWalk } from './naive-walk'
import { randomGroup, randomRequest } from './random-rules'
import { median, round, seededRandom, summary } from './statistics'

const rules = 1000
const batch = 100_000
const batches = 10
const compileRounds = 20
const simulateChecks = 1000

/** The rule that decides, for many requests at once: compiled rules against a walk over all of them. */
export async function b7Simulate(): Promise<BenchmarkResult> {
  const random = seededRandom(7)
  const group = randomGroup(random, rules)
  const compiling = Array.from({ length: compileRounds }, () => timed(() => compile(group, 'web')).ms)
  const decide = compile(group, 'web')
  const ours: number[] = []
  const naive: number[] = []
  let disagreements = 0
  const deciding = new Set<string | undefined>()
  for (let index = 0; index < batches; index++) {
    const samples = Array.from({ length: batch }, () => randomRequest(random, rules))
    const requests = samples.map(normalRequest)
    const fast = timed(() => requests.map((request) => decide(request)))
    const slow = timed(() => requests.map((request) => naiveWalk(group.spec.rules, request)))
    ours.push(batch / fast.ms / 1000)
    naive.push(batch / slow.ms / 1000)
    disagreements += fast.result.filter((rule, at) => rule !== slow.result[at]).length
    for (const rule of fast.result) deciding.add(rule?.name)
    const explained = samples.slice(0, simulateChecks / batches).map((sample) => simulate(group, sample).rule)
    disagreements += explained.filter((name, at) => name !== (slow.result[at]?.name ?? null)).length
  }
  const speed = median(ours)
  const walk = median(naive)
  const compileMs = median(compiling)
  const checked = batch * batches
  return {
    id: 'B7',
    question: 'How fast is it told which of 1,000 rules decides a request?',
    method: `${rules} random rules (header, cookie, query, path, method; exact, in, prefix, regex, percent, not; weights), ${batches} × ${batch} random requests; every answer compared with a naive interpreter that shares no code; ${simulateChecks} also with the simulator that explains.`,
    rows: [
      {
        what: 'decisions',
        value: `${round(speed, 3)} M/s`,
        against: `naive walk ${round(walk, 3)} M/s (${round(speed / walk, 3)}×)`,
        target: '≥ 5 M/s, ≥ 50× (later)',
      },
      {
        what: 'compile 1,000 rules',
        value: `${round(compileMs, 3)} ms`,
        against: '–',
        target: '≤ 20 ms (later)',
      },
      {
        what: 'disagreements',
        value: String(disagreements),
        against: `${checked.toLocaleString('en')} requests, decided by ${deciding.size} different rules`,
        target: '0',
      },
    ],
    data: {
      decisionsPerSecondMillions: summary(ours),
      naivePerSecondMillions: summary(naive),
      compileMs: summary(compiling),
      checked,
      disagreements,
      decidingRules: deciding.size,
    },
    broken: disagreements === 0 ? [] : [`${disagreements} disagreements with the naive walk`],
  }
}

function timed<T>(work: () => T): { result: T; ms: number } {
  const started = performance.now()
  const result = work()
  return { result, ms: performance.now() - started }
}
