import { z } from 'zod'
import type { KubeObject, ObjectRef } from './kube-object'

const Event = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string().optional(),
    creationTimestamp: z.string().optional(),
  }),
  involvedObject: z.object({
    apiVersion: z.string().default(''),
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
  }),
  type: z.string().nullish(),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  count: z.number().nullish(),
  firstTimestamp: z.string().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  source: z.object({ component: z.string().optional() }).nullish(),
  reportingComponent: z.string().nullish(),
})

/** What the cluster tells of one object: `at` is when it was seen last, ISO 8601 in UTC. */
export type LaneEvent = {
  id: string
  at: string
  severity: 'Normal' | 'Warning'
  reason: string
  message: string
  object: ObjectRef
  count: number
  source: string
}

/** The letters of names that Kubernetes makes. @see https://github.com/kubernetes/apimachinery/blob/master/pkg/util/rand/rand.go */
const made = '[bcdfghjklmnpqrstvwxz2456789]'

/**
 * The events of these objects, and of the ReplicaSets and pods of those that are Deployments, told by their names: what
 * an event is about may be gone by now.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
export function laneEvents(
  events: readonly KubeObject[],
  objects: readonly Pick<ObjectRef, 'kind' | 'name'>[],
): LaneEvent[] {
  const own = new Set(objects.map(({ kind, name }) => `${kind}/${name}`))
  const children = objects
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ name }) => new RegExp(`^${escaped(name)}-${made}{5,10}(-${made}{5})?$`))
  return events.flatMap((event) => {
    const { data } = Event.safeParse(event)
    if (data === undefined) return []
    const { kind, name } = data.involvedObject
    const isChild = kind === 'ReplicaSet' || kind === 'Pod'
    const isOurs = own.has(`${kind}/${name}`) || (isChild && children.some((pattern) => pattern.test(name)))
    const at = data.lastTimestamp ?? data.eventTime ?? data.firstTimestamp ?? data.metadata.creationTimestamp
    return isOurs && at ? [toLaneEvent(data, at)] : []
  })
}

function toLaneEvent(event: z.infer<typeof Event>, at: string): LaneEvent {
  const { metadata, involvedObject, source, reportingComponent } = event
  const { apiVersion, kind, namespace, name } = involvedObject
  return {
    id: metadata.uid ?? metadata.name,
    at: new Date(at).toISOString(),
    severity: event.type === 'Warning' ? 'Warning' : 'Normal',
    reason: event.reason ?? '',
    message: event.message ?? '',
    object: namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name },
    count: event.count ?? 1,
    source: source?.component || reportingComponent || '',
  }
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
