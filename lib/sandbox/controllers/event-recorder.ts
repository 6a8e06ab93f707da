import { ApiError } from '@/lib/sandbox/store/api-error'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { DraftObject, KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { createEventCorrelator } from './event-correlator'
import { kubeMicroNow, kubeNow } from './kube-time'

/** What happened to an object, in the words of `kubectl describe`. */
export type Occurrence = {
  object: KubeObject
  type: 'Normal' | 'Warning'
  reason: string
  message: string
}

/** Writes Event objects for one component. */
export type EventRecorder = { record(occurrence: Occurrence): void }

type Seen = { name: string; count: number; firstTimestamp: string }

const remembered = 4_096

/**
 * Records events as client-go does: the same event again raises its count, many similar ones are combined.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
export function createEventRecorder(
  store: Store,
  source: { component: string; host?: string },
  manager: string,
) {
  const seen = new Map<string, Seen>()
  const correlator = createEventCorrelator()

  function record(occurrence: Occurrence): void {
    const { object, type, reason } = occurrence
    const { uid } = object.metadata
    const correlation = correlator.correlate({ object: uid, type, reason, message: occurrence.message })
    if (correlation === undefined) return
    const { key, combined } = correlation
    const message = combined ? `(combined from similar events): ${occurrence.message}` : occurrence.message
    const known = seen.get(key)
    if (known !== undefined && repeat(store, object, known, message, manager)) return
    const written = write(store, draft({ ...occurrence, message }, source), manager)
    if (written === undefined) return
    seen.delete(key)
    if (seen.size >= remembered) forgetOldest(seen)
    seen.set(key, { name: written.metadata.name, count: 1, firstTimestamp: kubeNow() })
  }

  return { record }
}

/** Records a scheduling decision, which uses the newer event series without counts. */
export function recordScheduled(store: Store, pod: KubeObject, node: string): void {
  const base = draft(
    {
      object: pod,
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${pod.metadata.namespace ?? ''}/${pod.metadata.name} to ${node}`,
    },
    { component: 'default-scheduler' },
  )
  const { count: _count, ...event } = base
  const series = { source: {}, firstTimestamp: null, lastTimestamp: null, eventTime: kubeMicroNow() }
  const reporter = { action: 'Binding', reportingInstance: 'default-scheduler-sandbox' }
  write(store, { ...event, ...series, ...reporter }, 'kube-scheduler')
}

function forgetOldest(map: Map<string, unknown>): void {
  const oldest = map.keys().next()
  if (oldest.done !== true) map.delete(oldest.value)
}

function repeat(store: Store, object: KubeObject, known: Seen, message: string, manager: string): boolean {
  const event = store.get(kinds.events, eventNamespace(object), known.name)
  if (event === undefined) return false
  known.count += 1
  store.update(kinds.events, { ...event, message, count: known.count, lastTimestamp: kubeNow() }, { manager })
  return true
}

/** Events are best effort: a namespace that is being deleted takes none, and nobody waits for that. */
function write(store: Store, event: DraftObject, manager: string): KubeObject | undefined {
  try {
    return store.create(kinds.events, event, { manager })
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

function eventNamespace(object: KubeObject): string {
  return object.metadata.namespace ?? 'default'
}

let sequence = 0

/** A suffix that is unique within the process and grows with time, as the nanoseconds of a real one do. */
function eventSuffix(): string {
  sequence = (sequence + 1) % 1_000_000
  return (BigInt(Date.now()) * 1_000_000n + BigInt(sequence)).toString(16)
}

function draft(occurrence: Occurrence, source: { component: string; host?: string }) {
  const { object } = occurrence
  const time = kubeNow()
  return {
    metadata: { name: `${object.metadata.name}.${eventSuffix()}`, namespace: eventNamespace(object) },
    involvedObject: {
      kind: object.kind,
      namespace: object.metadata.namespace,
      name: object.metadata.name,
      uid: object.metadata.uid,
      apiVersion: object.apiVersion,
      resourceVersion: object.metadata.resourceVersion,
    },
    reason: occurrence.reason,
    message: occurrence.message,
    source,
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    type: occurrence.type,
    eventTime: null,
    reportingComponent: source.component,
    reportingInstance: source.host ?? '',
  }
}
