import type { Sentence } from '@/lib/words/sentence'
import type { ObjectRef } from './kube-object'
import type { RequestSample } from './request-sample'

/** Something lost or degraded in translation, or that the operator should know. `params` say what it is about. */
export type Notice = {
  code: string
  severity: 'info' | 'warning'
  message: Sentence
  object?: ObjectRef
  path?: string
  params?: Record<string, string>
  /** A request that shows it. */
  counterExample?: RequestSample
}
