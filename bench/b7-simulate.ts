import { compile } from '@/lib/domain/compile'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { type NormalRequest, normalRequest } from '@/lib/domain/normal-request'
import type { RequestSample } from '@/lib/domain/request-sample'
import { simulate } from '@/lib/domain/simulate'
import type { BenchmarkResult } from './benchmark'
import { handIndexed } from './hand-indexed'
import { naiveWalk } from './naive-walk'
import { fewNames, type Mix, manyNames, type Names, randomGroup, randomRequest } from './random-rules'
import { median, round, seededRandom, summary } from './statistics'

const rules = 1000
const rounds = 20
/** Few requests again and again, as compilers like it, and many that have to be fetched from memory first. */
const pools = [1_000, 100_000]
const decisionsARound = 100_000
const naiveARound = 2_000
const compileRounds = 20
const simulateChecks = 1000
/** Many small groups find more than one big one: their rules overlap more. */
const smallGroups = 40
const smallRules = 100
const smallBatch = 20_000

type Random = () => number
type Speeds = { what: string; ours: number[]; naive: number[]; limit: number[]; wrong: number }

/** The rule that decides, for many requests: compiled rules, a walk over all of them, and lookups made by hand. */
export async function b7Simulate(): Promise<BenchmarkResult> {
  const random = seededRandom(7)
  const speeds = [
    ...pools.map((pool) => speedsOf(random, fewNames, 'named', pool)),
    ...pools.map((pool) => speedsOf(random, fewNames, 'all', pool)),
    ...pools.map((pool) => speedsOf(random, manyNames, 'all', pool)),
  ]
  const group = randomGroup(random, rules)
  const compiling = Array.from({ length: compileRounds }, () => timed(() => compile(group, 'web')).ms)
  const small = smallDisagreements(random)
  const explained = explainedOtherwise(random, group)
  const wrong = speeds.reduce((sum, one) => sum + one.wrong, small + explained)
  const checked = speeds.length * rounds * naiveARound + smallBatch * smallGroups + simulateChecks
  return {
    id: 'B7',
    question: 'How fast is it told which of 1,000 rules decides a request?',
    method: `${rules} random rules (header, cookie, query, path, method; exact, in, prefix, regex, percent, not; weights) about one header, query and cookie, or four headers, two queries and two cookies, whole values and patterns alone or all operators, ${rounds} rounds of ${decisionsARound} decisions about 1,000 or 100,000 random requests, taking turns. By hand = each name read and looked up in one map of exact values, and nothing else done. Answers compared with a naive interpreter that shares no code, there and over ${smallGroups} groups of ${smallRules} rules; ${simulateChecks} also with the simulator that explains.`,
    rows: [
      ...speeds.flatMap(speedRows),
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
      speeds: speeds.map(summaries),
      compileMs: summary(compiling),
      checked,
      disagreements: wrong,
    },
    broken: wrong === 0 ? [] : [`${wrong} disagreements with the naive walk`],
  }
}

/** Millions of decisions a second by each of the three, a figure a round. */
function speedsOf(random: Random, names: Names, mix: Mix, pool: number): Speeds {
  const group = randomGroup(random, rules, names, mix)
  const requests = Array.from({ length: pool }, () =>
    normalRequest(asRead(randomRequest(random, rules, names))),
  )
  const decide = compile(group, 'web')
  const naive = (request: NormalRequest) => naiveWalk(group.spec.rules, request)
  const byHand = handIndexed(group)
  const count = names.headers.length + names.queries.length + names.cookies.length
  const kinds = mix === 'named' ? 'whole values and patterns' : 'all operators'
  const what = `${kinds}, ${count} names, ${pool.toLocaleString('en')} requests`
  const speedOfOurs = newSpeedOver()
  const speedOfLimit = newSpeedOver()
  const speeds: Speeds = { what, ours: [], naive: [], limit: [], wrong: 0 }
  for (let round = 0; round < rounds; round++) {
    speeds.ours.push(speedOfOurs(requests, decide))
    speeds.limit.push(speedOfLimit(requests, byHand))
    const some = Array.from({ length: naiveARound }, (_, at) => requests[(at + round * naiveARound) % pool])
    const walked = some.flatMap((request) => request ?? [])
    const { result, ms } = timed(() => walked.map(naive))
    speeds.naive.push(walked.length / ms / 1000)
    speeds.wrong += walked.filter((request, at) => decide(request) !== result[at]).length
  }
  return speeds
}

/** A request as it comes over the wire: its texts are no concatenations that somebody has to join first. */
const asRead = (sample: RequestSample): RequestSample => JSON.parse(JSON.stringify(sample))

type SpeedOver = (requests: readonly NormalRequest[], decide: (request: NormalRequest) => unknown) => number

/** A loop for one contender alone: one that several share is compiled for none of them. */
function newSpeedOver(): SpeedOver {
  const loop = new Function(
    'requests, decide, count',
    `let found = 0
    for (let done = 0; done < count; done += requests.length)
      for (const request of requests) if (decide(request) !== null) found += 1
    return found`,
  )
  return (requests, decide) => {
    const { result, ms } = timed(() => loop(requests, decide, decisionsARound))
    if (result === 0) throw new Error('no rule decides anything')
    return decisionsARound / ms / 1000
  }
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

function speedRows({ what, ours, naive, limit }: Speeds) {
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

const summaries = ({ what, ours, naive, limit }: Speeds) => ({
  what,
  decisionsPerSecondMillions: summary(ours),
  naivePerSecondMillions: summary(naive),
  byHandPerSecondMillions: summary(limit),
})

function timed<T>(work: () => T): { result: T; ms: number } {
  const started = performance.now()
  const result = work()
  return { result, ms: performance.now() - started }
}
