import { compile } from '@/lib/domain/compile'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { normalRequest } from '@/lib/domain/normal-request'
import type { RequestSample } from '@/lib/domain/request-sample'
import { simulate } from '@/lib/domain/simulate'
import type { BenchmarkResult } from './benchmark'
import { naiveWalk } from './naive-walk'
import { randomGroup, randomRequest } from './random-rules'
import { median, round, seededRandom, summary } from './statistics'

const rules = 1000
const batch = 20_000
const batches = 10
const compileRounds = 20
const simulateChecks = 1000
/** Many small groups find more than one big one: their rules overlap more. */
const smallGroups = 40
const smallRules = 100
const smallBatch = 20_000

/** The rule that decides, for many requests at once: compiled rules against a walk over all of them. */
export async function b7Simulate(): Promise<BenchmarkResult> {
  const random = seededRandom(7)
  const group = randomGroup(random, rules)
  const compiling = Array.from({ length: compileRounds }, () => timed(() => compile(group, 'web')).ms)
  const ours: number[] = []
  const naive: number[] = []
  let disagreements = 0
  let explained = 0
  for (let index = 0; index < batches; index++) {
    const samples = Array.from({ length: batch }, () => randomRequest(random, rules))
    const compared = compare(group, samples)
    ours.push(batch / compared.fastMs / 1000)
    naive.push(batch / compared.slowMs / 1000)
    disagreements += compared.disagreements
    for (const [at, sample] of samples.slice(0, simulateChecks / batches).entries()) {
      if (simulate(group, sample).rule !== compared.decided[at]) explained++
    }
  }
  for (let index = 0; index < smallGroups; index++) {
    const samples = Array.from({ length: smallBatch }, () => randomRequest(random, smallRules))
    disagreements += compare(randomGroup(random, smallRules), samples).disagreements
  }
  const checked = batch * batches + smallBatch * smallGroups
  return report({ ours, naive, compiling, checked, disagreements, explained })
}

function compare(group: LaneGroupDocument, samples: readonly RequestSample[]) {
  const decide = compile(group, 'web')
  const requests = samples.map(normalRequest)
  const fast = timed(() => requests.map((request) => decide(request)))
  const slow = timed(() => requests.map((request) => naiveWalk(group.spec.rules, request)))
  return {
    fastMs: fast.ms,
    slowMs: slow.ms,
    disagreements: fast.result.filter((rule, at) => rule !== slow.result[at]).length,
    decided: slow.result.map((rule) => rule?.name ?? null),
  }
}

type Figures = {
  ours: number[]
  naive: number[]
  compiling: number[]
  checked: number
  disagreements: number
  explained: number
}

function report({ ours, naive, compiling, checked, disagreements, explained }: Figures): BenchmarkResult {
  const speed = median(ours)
  const walk = median(naive)
  const wrong = disagreements + explained
  return {
    id: 'B7',
    question: 'How fast is it told which of 1,000 rules decides a request?',
    method: `${rules} random rules (header, cookie, query, path, method; exact, in, prefix, regex, percent, not; weights), ${batches} × ${batch} random requests. Answers compared with a naive interpreter that shares no code, there and over ${smallGroups} groups of ${smallRules} rules; ${simulateChecks} also with the simulator that explains.`,
    rows: [
      {
        what: 'decisions',
        value: `${round(speed, 3)} M/s`,
        against: `naive walk ${round(walk, 3)} M/s (${round(speed / walk, 3)}×)`,
        target: '≥ 5 M/s, ≥ 50× (later)',
      },
      {
        what: 'compile 1,000 rules',
        value: `${round(median(compiling), 3)} ms`,
        against: '–',
        target: '≤ 20 ms (later)',
      },
      {
        what: 'disagreements',
        value: String(wrong),
        against: `${checked.toLocaleString('en')} requests`,
        target: '0',
      },
    ],
    data: {
      decisionsPerSecondMillions: summary(ours),
      naivePerSecondMillions: summary(naive),
      compileMs: summary(compiling),
      checked,
      disagreements,
      explained,
    },
    broken: wrong === 0 ? [] : [`${wrong} disagreements with the naive walk`],
  }
}

function timed<T>(work: () => T): { result: T; ms: number } {
  const started = performance.now()
  const result = work()
  return { result, ms: performance.now() - started }
}
