import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { RolloutView } from '@/lib/services/schemas/rollouts'

const EventFields = z.object({
  metadata: z.object({ name: z.string() }),
  type: z.string().default('Normal'),
  reason: z.string().default(''),
  message: z.string().default(''),
  count: z.number().nullish(),
  firstTimestamp: z.string().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  series: z.object({ count: z.number(), lastObservedTime: z.string().nullish() }).nullish(),
  source: z.object({ component: z.string().optional() }).nullish(),
  reportingComponent: z.string().nullish(),
  involvedObject: z.object({ name: z.string().optional(), uid: z.string().optional() }).default({}),
})
type EventFields = z.infer<typeof EventFields>
type RolloutEvent = RolloutView['events'][number]

/** The events of one Deployment, newest first; those of one that had its name before are left out. */
export function rolloutEvents(
  events: readonly KubeObject[],
  { uid, newReplicaSet }: { uid: string; newReplicaSet: string | null },
): RolloutEvent[] {
  return events
    .flatMap((event) => EventFields.safeParse(event).data ?? [])
    .filter(({ involvedObject }) => involvedObject.uid === undefined || involvedObject.uid === uid)
    .sort(newestFirst)
    .map((event) => ({
      type: event.type,
      reason: event.reason,
      message: event.message,
      count: event.series?.count ?? event.count ?? 1,
      at: timeOf(event),
      from: event.source?.component || event.reportingComponent || '',
      scaling: scalingOf(event, newReplicaSet),
    }))
}

/** Of one second by name, which ends with the time in nanoseconds. */
function newestFirst(one: EventFields, other: EventFields): number {
  const byTime = (timeOf(other) ?? '').localeCompare(timeOf(one) ?? '')
  return byTime !== 0 ? byTime : other.metadata.name.localeCompare(one.metadata.name)
}

const timeOf = ({ series, lastTimestamp, eventTime, firstTimestamp }: EventFields) =>
  series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp ?? null

/** `Scaled up replica set web-1 to 2`, since 1.31 `… from 1 to 2`. */
const scaled = /^Scaled (up|down) replica set (\S+)(?: from (\d+))? to (\d+)$/

function scalingOf({ reason, message }: EventFields, newReplicaSet: string | null): RolloutEvent['scaling'] {
  const [, direction, replicaSet = '', from, to] =
    (reason === 'ScalingReplicaSet' && scaled.exec(message)) || []
  if (direction !== 'up' && direction !== 'down') return null
  return {
    direction,
    replicaSet,
    isNew: replicaSet === newReplicaSet,
    from: from === undefined ? null : Number(from),
    to: Number(to),
  }
}
