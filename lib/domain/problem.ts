import type { Sentence } from '@/lib/words/sentence'
import type { RequestSample } from './request-sample'

/** Why something cannot be done, as a value: `path` is the field of the document (`spec.lanes.0`), `params` say what it is about. */
export type Problem = {
  code: string
  message: Sentence
  path: string
  params?: Record<string, string>
  /** A request that shows it. */
  counterExample?: RequestSample
}
