import { describe, expect, it } from 'vitest'
import { findProvider, providers } from '@/lib/providers/index'
import { coverageText, refusedShare } from './coverage'
import { proofFamilies } from './families/all'
import type { Family } from './family'
import { fuzz } from './fuzz'
import { openProofCluster } from './proof-cluster'
import { reproductionText } from './reproduce'

const pairs = 10_000
const seed = 20_261_121

/** What every run must have met, whatever the provider can do. */
const always = [
  '1 entries',
  '2 entries',
  '2 lanes',
  '3 lanes',
  '4 lanes',
  'parked lane',
  'pairs at an entry',
  'pairs at a door that is no entry',
  'pairs to a lane',
]

/** What must be met where the provider has the feature. */
const byFeature = [
  ['not-header', 'not'],
  ['or', 'or'],
  ['and', 'and'],
  ['and-header-query', 'and'],
  ['sticky', 'sticky'],
  ['weighted', 'shares of everyone'],
  ['weighted', 'weight 0'],
  ['weighted', 'weight 1'],
  ['weighted', 'weight 99'],
  ['weighted', 'pairs with shares'],
  ['weighted-match', 'shares of matched'],
  ['set-tag', 'passTag off'],
  ['set-tag', 'lane without the entry'],
  ['remove-tag', 'tag policy closed'],
  ['remove-tag', 'tag policy open'],
] as const

/** What only the cluster's objects show; everything else is refused when a document is saved. */
const shownByObjects = ['SharedService', 'EditsClash']

it('is asked for of every provider', () => {
  expect(proofFamilies.map(({ provider }) => provider).sort()).toEqual(providers.map(({ id }) => id).sort())
})

/** What means nothing for a family: see its hints. */
function neverDrawn({ draw }: Family): string[] {
  return [...(draw?.byApplication ? ['pairs at a door that is no entry'] : [])]
}

describe.each(proofFamilies)('simulator, routes read back and the gateway of $provider', (family) => {
  const features = findProvider(family.provider)?.features ?? new Set()

  it(`agree on ${pairs} random pairs of a document and a request`, { timeout: 300_000 }, async () => {
    const cluster = await openProofCluster()
    const { coverage, disagreement, rejected } = fuzz({ cluster, family, pairs, seed })
    expect(disagreement && reproductionText(disagreement, { cluster, family })).toBeNull()
    expect(rejected).toBeNull()
    const conditions = [...features].flatMap((feature) => {
      const [, source, operator] = /^(header|cookie|query|path|method|host)-(\w+)$/.exec(feature) ?? []
      return source ? [`${source} ${operator}`] : []
    })
    const needed = byFeature.flatMap(([feature, trait]) => (features.has(feature) ? [trait] : []))
    const met = [...coverage.counts.keys()]
    const missing = [...always, ...conditions, ...needed].filter((trait) => !met.includes(trait))
    expect(missing.filter((trait) => !neverDrawn(family).includes(trait))).toEqual([])
    const byPlan = [...coverage.refused.keys()].filter((why) => !why.startsWith('Unsupported '))
    expect(byPlan.filter((why) => !shownByObjects.includes(why))).toEqual([])
    expect(refusedShare(coverage), coverageText(coverage)).toBeLessThanOrEqual(0.6)
    process.stdout.write(`${family.provider}, seed ${seed}: ${coverageText(coverage)}\n`)
  })
})
