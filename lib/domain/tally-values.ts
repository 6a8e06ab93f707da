import { answeringLane, type KnownVersions, type ProbedAnswer, unknownLane } from './answering-lane'
import { wilsonInterval } from './wilson-interval'

/** How often answers said one version; `version` is null for those in which none was found. */
export type ValueTally = {
  version: string | null
  count: number
  /** Of the answers that came, 0..1, with the 95 % Wilson interval. */
  share: number
  interval: [number, number]
  /** The lanes (or `baseline`) that these are counted for, and how many of them for none, as nobody knows. */
  lanes: string[]
  untold: number
}

/** What an extractor took out of the answers that came, the most frequent first. */
export function tallyValues(answers: readonly ProbedAnswer[], known: KnownVersions): ValueTally[] {
  const came = answers.filter(({ status }) => status !== null)
  const byVersion = new Map<string | null, ProbedAnswer[]>()
  for (const answer of came) {
    const version = answer.version ?? null
    byVersion.set(version, [...(byVersion.get(version) ?? []), answer])
  }
  return [...byVersion]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([version, those]) => {
      const lanes = those.map((answer) => answeringLane(answer, known))
      return {
        ...{ version, count: those.length, share: those.length / came.length },
        interval: wilsonInterval(those.length, came.length) ?? [0, 1],
        lanes: [...new Set(lanes)].filter((lane) => lane !== unknownLane),
        untold: lanes.filter((lane) => lane === unknownLane).length,
      }
    })
}
