import { compile } from '@/lib/domain/compile'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { type NormalRequest, normalRequest } from '@/lib/domain/normal-request'
import { simulate } from '@/lib/domain/simulate'
import type { BenchmarkResult } from './benchmark'
import { handIndexed } from './hand-indexed'
import { naiveWalk } from './naive-walk'
import { fewNames, manyNames, type Names, randomGroup, randomRequest } from './random-rules'
import { median, round, seededRandom, summary } from './statistics'

const rules = 1000
const batches = 10
const batch = 20_000
/** Requests are decided soon after they were read, as they come; a whole batch would first have to be fetched from memory. */
const atOnce = 200
const compileRounds = 20
const simulateChecks = 1000
/** Many small groups find more than one big one: their rules overlap more. */
const smallGroups = 40
const smallRules = 100
const smallBatch = 20_000

type Random = () => number
type Speeds = { ours: number[]; naive: number[]; limit: number[]; wrong: number }

/** The rule that decides, for many requests: compiled rules, a walk over all of them, and lookups made by hand. */
export async function b7Simulate(): Promise<BenchmarkResult> {
  const random = seededRandom(7)
  const few = speedsOf(random, fewNames)
  const many = speedsOf(random, manyNames)
  const group = randomGroup(random, rules)
  const compiling = Array.from({ length: compileRounds }, () => timed(() => compile(group, 'web')).ms)
  const small = smallDisagreements(random)
  const explained = explainedOtherwise(random, group)
  const wrong = few.wrong + many.wrong + small + explained
  const checked = 2 * batch * batches + smallBatch * smallGroups
  return {
    id: 'B7',
    question: 'How fast is it told which of 1,000 rules decides a request?',
    method: `${rules} random rules (header, cookie, query, path, method; exact, in, prefix, regex, percent, not; weights) about one header, query and cookie, or four headers, two queries and two cookies, ${batches} × ${batch} random requests each, ${atOnce} at a time. By hand = each name read and looked up in one map, and nothing else done. Answers compared with a naive interpreter that shares no code, there and over ${smallGroups} groups of ${smallRules} rules; ${simulateChecks} also with the simulator that explains.`,
    rows: [
      ...speedRows('3 names', few),
      ...speedRows('8 names', many),
      {
        what: 'compile 1,000 rules',
        value: `${round(median(compiling), 3)} ms`,
        against: '–',
        target: '≤ 20 ms',
      },
      {
        what: 'disagreements',
        value: String(wrong),
        against: `${checked.toLocaleString('en')} requests`,
        target: '0',
      },
    ],
    data: {
      few: summaries(few),
      many: summaries(many),
      compileMs: summary(compiling),
      checked,
      disagreements: wrong,
    },
    broken: wrong === 0 ? [] : [`${wrong} disagreements with the naive walk`],
  }
}

/** Millions of decisions a second by each of the three, a figure a batch. */
function speedsOf(random: Random, names: Names): Speeds {
  const group = randomGroup(random, rules, names)
  const ways = {
    ours: compile(group, 'web'),
    naive: (request: NormalRequest) => naiveWalk(group.spec.rules, request),
    limit: handIndexed(group),
  }
  const speeds: Speeds = { ours: [], naive: [], limit: [], wrong: 0 }
  for (let index = 0; index < batches; index++) {
    const spent = { ours: 0, naive: 0, limit: 0 }
    for (let sent = 0; sent < batch; sent += atOnce) {
      const fresh = () =>
        Array.from({ length: atOnce }, () => normalRequest(randomRequest(random, rules, names)))
      const requests = fresh()
      const ours = timed(() => requests.map(ways.ours))
      const naive = timed(() => requests.map(ways.naive))
      const others = fresh()
      spent.ours += ours.ms
      spent.naive += naive.ms
      spent.limit += timed(() => others.map(ways.limit)).ms
      speeds.wrong += ours.result.filter((rule, at) => rule !== naive.result[at]).length
    }
    speeds.ours.push(batch / spent.ours / 1000)
    speeds.naive.push(batch / spent.naive / 1000)
    speeds.limit.push(batch / spent.limit / 1000)
  }
  return speeds
}

function smallDisagreements(random: Random): number {
  let wrong = 0
  for (let index = 0; index < smallGroups; index++) {
    const group = randomGroup(random, smallRules)
    const decide = compile(group, 'web')
    for (let sent = 0; sent < smallBatch; sent++) {
      const request = normalRequest(randomRequest(random, smallRules))
      if (decide(request) !== naiveWalk(group.spec.rules, request)) wrong++
    }
  }
  return wrong
}

function explainedOtherwise(random: Random, group: LaneGroupDocument): number {
  const decide = compile(group, 'web')
  const samples = Array.from({ length: simulateChecks }, () => randomRequest(random, rules))
  return samples.filter(
    (sample) => simulate(group, sample).rule !== (decide(normalRequest(sample))?.name ?? null),
  ).length
}

function speedRows(what: string, { ours, naive, limit }: Speeds) {
  const speed = median(ours)
  const against = (other: number[]) => `${round(speed / median(other), 3)}×`
  return [
    {
      what: `decisions, ${what}`,
      value: `${round(speed, 3)} M/s`,
      against: `naive walk ${round(median(naive), 3)} M/s (${against(naive)})`,
      target: '≥ 5 M/s, ≥ 50×',
    },
    {
      what: `decisions, ${what}: the limit`,
      value: against(limit),
      against: `by hand ${round(median(limit), 3)} M/s`,
      target: '–',
    },
  ]
}

const summaries = ({ ours, naive, limit }: Speeds) => ({
  decisionsPerSecondMillions: summary(ours),
  naivePerSecondMillions: summary(naive),
  byHandPerSecondMillions: summary(limit),
})

function timed<T>(work: () => T): { result: T; ms: number } {
  const started = performance.now()
  const result = work()
  return { result, ms: performance.now() - started }
}
