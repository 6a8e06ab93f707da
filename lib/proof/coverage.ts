import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { Comparison } from './compare'

/** What a run drew: of everything that was accepted, and why the rest was refused. */
export type Coverage = {
  documents: number
  refused: Map<string, number>
  pairs: number
  /** Accepted documents or pairs by what they have, such as `header exact`, `or`, `2 entries`. */
  counts: Map<string, number>
}

export function newCoverage(): Coverage {
  return { documents: 0, refused: new Map(), pairs: 0, counts: new Map() }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/** Counts one drawn document; `refused` says why it was, null that it stands. */
export function countDocument(
  coverage: Coverage,
  document: LaneGroupDocument | undefined,
  refused: string | null,
): void {
  coverage.documents++
  if (refused !== null || !document) add(coverage.refused, refused ?? 'Invalid')
  else for (const key of traitsOf(document)) add(coverage.counts, key)
}

/** Counts one compared pair. */
export function countPair(
  coverage: Coverage,
  document: LaneGroupDocument,
  sample: RequestSample,
  { document: answer }: Comparison,
): void {
  coverage.pairs++
  const places = [...answer.keys()]
  add(coverage.counts, sample.entry === '' ? 'pairs at a door that is no entry' : 'pairs at an entry')
  if (places.length > 1) add(coverage.counts, 'pairs with shares')
  const isLane = document.spec.lanes.some(({ tag }) => places.some((place) => place.includes(`-${tag}:`)))
  if (isLane) add(coverage.counts, 'pairs to a lane')
}

/** What a document has of the things that must be covered. */
export function traitsOf({ spec }: LaneGroupDocument): Set<string> {
  const { entries, lanes, rules, tagPolicy } = spec
  const conditions = rules.flatMap(({ match }) => match?.flat() ?? [])
  const traits = new Set(conditions.map(({ source, operator }) => `${source} ${operator}`))
  const has = (trait: string, isThere: boolean) => isThere && traits.add(trait)
  const first = entries[0]?.application
  has(
    'not',
    conditions.some(({ not }) => not === true),
  )
  has(
    'or',
    rules.some(({ match }) => (match?.length ?? 0) > 1),
  )
  has(
    'and',
    rules.some(({ match }) => match?.some((branch) => branch.length > 1) ?? false),
  )
  has(
    'sticky',
    rules.some(({ sticky }) => sticky !== undefined),
  )
  has(
    'rule of some entries',
    rules.some((rule) => rule.entries !== undefined),
  )
  has(
    'shares of everyone',
    rules.some((rule) => !rule.match && taking(rule.targets) > 1),
  )
  has(
    'shares of matched',
    rules.some((rule) => rule.match && taking(rule.targets) > 1),
  )
  for (const weight of [0, 1, 99]) {
    has(
      `weight ${weight}`,
      rules.some(({ targets }) => targets.some((target) => target.weight === weight)),
    )
  }
  has(
    'parked lane',
    lanes.some(({ state }) => state === 'parked'),
  )
  has(
    'passTag off',
    lanes.some(({ passTag }) => !passTag),
  )
  has(
    'lane without the entry',
    lanes.some(({ versions }) => !versions.some(({ application }) => application === first)),
  )
  return new Set([...traits, `${lanes.length} lanes`, `${entries.length} entries`, `tag policy ${tagPolicy}`])
}

function taking(targets: readonly { weight: number }[]): number {
  return targets.filter(({ weight }) => weight > 0).length
}

/** The part of the drawn documents that was refused, 0..1. */
export function refusedShare({ documents, refused }: Coverage): number {
  const sum = [...refused.values()].reduce((total, count) => total + count, 0)
  return documents === 0 ? 0 : sum / documents
}

/** The table that a run prints. */
export function coverageText(coverage: Coverage): string {
  const { documents, pairs, counts, refused } = coverage
  const lines = [...counts].sort(([one], [other]) => (one < other ? -1 : 1))
  const row = ([name, count]: readonly [string, number]) =>
    `  ${name.padEnd(36)} ${String(count).padStart(9)}`
  return [
    `${pairs} pairs, ${documents} documents, ${(refusedShare(coverage) * 100).toFixed(1)} % refused`,
    ...lines.map(row),
    ...[...refused].map(([why, count]) => row([`refused: ${why}`, count])),
  ].join('\n')
}
