/** How the next event is written: under which key its count is kept, and whether it stands for several. */
export type Correlation = { key: string; combined: boolean }

/** Decides for one component which events are written on their own, combined or dropped. */
export type EventCorrelator = {
  /** Undefined when the object has had too many events lately. */
  correlate(event: { object: string; type: string; reason: string; message: string }): Correlation | undefined
}

type Similar = { messages: Set<string>; last: number }
type Bucket = { tokens: number; last: number }

const combineFrom = 10
const forgetAfterMs = 600_000
const burst = 25
const refillMs = 300_000
const remembered = 4_096

/**
 * client-go's rules: from the tenth different message of one reason within ten minutes on they are combined, after
 * which any one message is forgotten; an object gets 25 events at once and then one in five minutes.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
export function createEventCorrelator(now = () => Date.now()): EventCorrelator {
  const similar = new Map<string, Similar>()
  const buckets = new Map<string, Bucket>()

  function isSpam(object: string): boolean {
    const time = now()
    const bucket = buckets.get(object) ?? { tokens: burst, last: time }
    const tokens = Math.min(burst, bucket.tokens + (time - bucket.last) / refillMs)
    const allowed = tokens >= 1
    store(buckets, object, { tokens: allowed ? tokens - 1 : tokens, last: time })
    return !allowed
  }

  function isCombined(group: string, message: string): boolean {
    const time = now()
    const known = similar.get(group)
    const fresh = known === undefined || time - known.last > forgetAfterMs
    const messages = fresh ? new Set<string>() : known.messages
    messages.add(message)
    store(similar, group, { messages, last: time })
    if (messages.size < combineFrom) return false
    const any = [...messages][Math.floor(Math.random() * messages.size)]
    if (any !== undefined) messages.delete(any)
    return true
  }

  return {
    correlate: ({ object, type, reason, message }) => {
      const group = [object, type, reason].join('/')
      const combined = isCombined(group, message)
      if (isSpam(object)) return undefined
      return { combined, key: combined ? group : `${group}/${message}` }
    },
  }
}

/** Sets an entry as the newest one; the oldest goes when there are too many. */
function store<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key)
  if (map.size >= remembered) {
    const oldest = map.keys().next()
    if (oldest.done !== true) map.delete(oldest.value)
  }
  map.set(key, value)
}
