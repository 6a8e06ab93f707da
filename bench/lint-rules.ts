import { compile } from '@/lib/domain/compile'
import { lint, newEffort } from '@/lib/domain/lint'
import { normalRequest } from '@/lib/domain/normal-request'
import type { BenchmarkResult } from './benchmark'
import { randomGroup } from './random-rules'
import { median, quantile, round, seededRandom, summary } from './statistics'

const rules = 200
const rounds = 40
const target = 100

/** Findings of a document of 200 rules with their counter-examples, as the builder asks for them with every change. */
export async function lintRules(): Promise<BenchmarkResult> {
  const random = seededRandom(13)
  const times: number[] = []
  const cpu: number[] = []
  const steps: number[] = []
  let shown = 0
  let wrong = 0
  for (let index = 0; index < rounds; index++) {
    const group = randomGroup(random, rules)
    const effort = newEffort()
    const before = process.cpuUsage()
    const started = performance.now()
    const findings = lint(group, undefined, effort)
    times.push(performance.now() - started)
    const used = process.cpuUsage(before)
    cpu.push((used.user + used.system) / 1000)
    steps.push(effort.steps)
    const decide = compile(group, 'web')
    for (const { code, rules: names, counterExample } of findings) {
      if (code !== 'Overlap' || counterExample === undefined) continue
      shown++
      if (decide(normalRequest(counterExample))?.name !== names[1]) wrong++
    }
  }
  return {
    id: 'LINT',
    question: `How long does lint of ${rules} rules take, with a request for each finding?`,
    method: `${rounds} groups of ${rules} random rules (header, cookie, query, path, method; exact, in, prefix, regex, percent, not; weights), each new to the process, as a builder sees them after a change; every overlap's request asked of the compiled rules.`,
    rows: [
      {
        what: `lint of ${rules} rules`,
        value: `${round(median(times), 3)} ms (p99 ${round(quantile(times, 0.99), 3)})`,
        against: `${round(median(cpu), 3)} ms of CPU; ${median(steps)} comparisons of sets`,
        target: `< ${target} ms`,
      },
      {
        what: 'counter-examples that do not show it',
        value: String(wrong),
        against: `${shown} overlaps`,
        target: '0',
      },
    ],
    data: {
      milliseconds: summary(times),
      cpuMilliseconds: summary(cpu),
      comparisons: summary(steps),
      shown,
      wrong,
    },
    broken: wrong === 0 ? [] : [`${wrong} counter-examples that do not show their finding`],
  }
}
