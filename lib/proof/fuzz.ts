import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { parseDocument } from '@/lib/domain/parse-document'
import type { RequestSample } from '@/lib/domain/request-sample'
import { randomFrom } from '@/lib/domain/testdata/random'
import { findProvider } from '@/lib/providers/index'
import { type Comparison, compare } from './compare'
import { type Coverage, countDocument, countPair, newCoverage } from './coverage'
import type { UserRoute } from './door'
import { type DrawnDocument, drawDocument } from './draw-document'
import { drawRequest } from './draw-request'
import type { Family } from './family'
import type { Mutation } from './mutation'
import type { ProofCluster } from './proof-cluster'
import { stageOf } from './stage'

/** What two parties do not agree about. */
export type Disagreement = {
  input: DrawnDocument['input']
  routes: UserRoute[]
  sample: RequestSample
  ages: readonly number[]
  comparison: Comparison
}

/** The end of a run: all pairs agreed, or the first that did not, or what the API server said of a rendered object. */
export type FuzzResult = {
  coverage: Coverage
  disagreement: Disagreement | null
  rejected: { message: string; input: DrawnDocument['input'] } | null
}

const requestsPerDocument = 25

/** Draws documents and requests until `pairs` were compared or one is not agreed about. The same seed draws the same. */
export function fuzz(input: {
  cluster: ProofCluster
  family: Family
  pairs: number
  seed: number
  mutation?: Mutation
  /** What ends the run; by default that anyone is wrong. */
  isFound?: (comparison: Comparison) => boolean
}): FuzzResult {
  const { family, pairs, seed, isFound = ({ wrong }) => wrong !== null } = input
  const random = randomFrom(seed)
  const features = findProvider(family.provider)?.features ?? new Set()
  const coverage = newCoverage()
  while (coverage.pairs < pairs) {
    const drawn = drawDocument(random, { ...family, features })
    const ages = Array.from({ length: 64 }, () => Math.floor(random() * 5))
    const known = documentOf(drawn)
    const stage =
      known && stageOf({ ...input, document: known, routes: drawn.routes, shuffle: () => [...ages] })
    if (stage && 'rejected' in stage) {
      return { coverage, disagreement: null, rejected: { message: stage.rejected, input: drawn.input } }
    }
    if (!known || !stage || 'refused' in stage) {
      countDocument(coverage, known, stage && 'refused' in stage ? stage.refused : 'Invalid')
      if (coverage.documents > pairs + 1_000) throw new Error('nearly every document is refused')
      continue
    }
    countDocument(coverage, known, null)
    const doors = drawn.routes.flatMap((route) => route.doors)
    for (let index = 0; index < requestsPerDocument && coverage.pairs < pairs; index++) {
      const sample = drawRequest(random, known, doors)
      const comparison = compare(known, doors, stage, sample)
      countPair(coverage, known, sample, comparison)
      if (isFound(comparison)) {
        return { coverage, disagreement: { ...drawn, sample, ages, comparison }, rejected: null }
      }
    }
  }
  return { coverage, disagreement: null, rejected: null }
}

/** The parsed document; undefined when it is none. */
export function documentOf({ input }: Pick<DrawnDocument, 'input'>): LaneGroupDocument | undefined {
  const parsed = parseDocument(input)
  return parsed.ok ? parsed.document : undefined
}
