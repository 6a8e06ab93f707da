import type { ObjectRef } from './kube-object'

/** Something lost or degraded in translation, or that the operator should know. `params` fill a translated text. */
export type Notice = {
  code: string
  severity: 'info' | 'warning'
  message: string
  object?: ObjectRef
  path?: string
  params?: Record<string, string>
}
