import { z } from 'zod'
import type { KubeObject } from './kube-object'

const Event = z.object({
  reason: z.string().nullish(),
  message: z.string(),
  involvedObject: z.object({ name: z.string() }),
  series: z.object({ lastObservedTime: z.string().nullish() }).nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  firstTimestamp: z.string().nullish(),
})

/** What the last failed readiness or startup probe of each pod said, by the pod's name; `events` may be of any kind. */
export function probeFailures(events: readonly KubeObject[]): Map<string, string> {
  const failures = events
    .flatMap((event) => Event.safeParse(event).data ?? [])
    .filter(({ reason, message }) => reason === 'Unhealthy' && /^(Readiness|Startup) probe/.test(message))
    .map(({ involvedObject, message, series, lastTimestamp, eventTime, firstTimestamp }) => ({
      pod: involvedObject.name,
      message: message.slice(0, 300),
      at: series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp ?? '',
    }))
    .sort((one, other) => one.at.localeCompare(other.at))
  return new Map(failures.map(({ pod, message }) => [pod, message]))
}
