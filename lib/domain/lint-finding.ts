import type { Sentence } from '@/lib/words/sentence'
import type { RequestSample } from './request-sample'

/** One finding about a document: `path` is the field, `rules` the names of the rules concerned, first the one it stands at. */
export type Lint = {
  code: LintCode
  severity: 'error' | 'warning'
  message: Sentence
  path: string
  rules: string[]
  params?: Record<string, string>
  /** A request that shows the finding. */
  counterExample?: RequestSample
}

/** What lint can find; pages have a text for each. */
export type LintCode =
  | 'Unreachable'
  | 'UnreachableBranch'
  | 'Overlap'
  | 'ParkedLaneReceives'
  | 'CleanedLaneReceives'
  | 'EmptyLaneReceives'
  | 'WeightsZero'
  | 'StrictLacks'
  | 'Unsupported'
  | 'RivalGroup'
