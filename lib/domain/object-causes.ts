import type { Sentence, Words } from '@/lib/words/sentence'
import type { ObjectRef } from './kube-object'
import type { StepName } from './operation'
import type { StuckCause } from './stuck-cause'

/** An object that a step waits for, or failed with; `since` ISO 8601. */
export type AwaitedObject = {
  step: StepName
  ref: ObjectRef
  result: 'waiting' | 'failed'
  message: Words | null
  since: string
}

/** What is waited for so long is worth a word: addresses are written down within moments. */
const endpointsWithinMs = 5_000
/** Finalizers of the garbage collector: they go by themselves once the object's pods are gone. */
const collector: ReadonlySet<string> = new Set(['foregroundDeletion', 'orphan'])

/** Whether somebody has to take one of these finalizers off: those of the garbage collector go by themselves. */
export function heldByOthers(finalizers: readonly string[]): boolean {
  return finalizers.some((name) => !collector.has(name))
}

/**
 * Why an object other than a Deployment's own pods keeps a step from getting on; null where it does not, or only needs time.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/
 */
export function objectCause(awaited: AwaitedObject, now: number): StuckCause | null {
  const { ref, message, since } = awaited
  const cause = causeOf(awaited, now)
  if (cause === null) return null
  const nobody = { pod: null, pods: 0, container: null, reason: null, operation: null }
  return { ...nobody, cause, object: ref, evidence: message ?? '', since }
}

function causeOf(
  { step, ref, result, message, since }: AwaitedObject,
  now: number,
): StuckCause['cause'] | null {
  const said = message === null || typeof message === 'string' ? null : message
  if (said?.reason === 'progress.baselineShort') return 'baselineShort'
  if (said?.reason === 'progress.routeRefused') return 'routeRefused'
  if (said?.reason === 'progress.routeUnseen') return 'routeUnseen'
  if (said?.reason === 'progress.notGone' || isHeld(said)) return 'finalizers'
  const isLate = result === 'failed' || now - Date.parse(since) >= endpointsWithinMs
  return step === 'wait-endpoints' && ref.kind === 'Service' && isLate ? 'noEndpoints' : null
}

function isHeld(said: Sentence | null): boolean {
  if (said?.reason !== 'progress.deletingHeld') return false
  const { finalizers } = said.params
  return typeof finalizers === 'string' && heldByOthers(finalizers.split(', '))
}
