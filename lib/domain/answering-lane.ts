import { baseline } from './baseline'

/** An answer to a probe: `version` is what an extractor took out of it (null for nothing), absent where none was used. */
export type ProbedAnswer = {
  /** Null when no answer came. */
  status: number | null
  /** What the answer tells of its way by itself. */
  hops: readonly { lane: string }[]
  version?: string | null
}

/** What somebody says a version stands for; null for answers in which no version was found. */
export type VersionMeaning = { version: string | null; lane: string }

/** What is known of a group's answers: the tags of its lanes, and what versions stand for. */
export type KnownVersions = { lanes: readonly string[]; means: readonly VersionMeaning[] }

/** The `lane` of answers that do not say who gave them. */
export const unknownLane = 'unknown'

/**
 * The lane (or `baseline`) whose version of the entry's application answered: what its version is said to stand for, or
 * is called, else what the answer tells of its way; `unknownLane` where neither does. An error without a version may come
 * from the gateway, so what no version stands for does not hold for it.
 */
export function answeringLane(answer: ProbedAnswer, { lanes, means }: KnownVersions): string {
  const { status, version, hops } = answer
  if (status === null) return unknownLane
  const said = version === undefined ? undefined : means.find((one) => one.version === version)?.lane
  if (said !== undefined && (version !== null || status < 400)) return said
  if (version === baseline || lanes.some((tag) => tag === version)) return version ?? unknownLane
  return hops[0]?.lane ?? unknownLane
}
