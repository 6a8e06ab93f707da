import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import type { Controller } from './controller'

const keptMs = 3_600_000
const everyMs = 300_000

/** Drops Events an hour after they last happened, as the API server's `--event-ttl` does. */
export function startEventCleaner(store: Store): Controller {
  const clean = () => {
    const oldest = Date.now() - keptMs
    for (const event of store.list(kinds.events)) {
      const { lastTimestamp } = event
      const time = typeof lastTimestamp === 'string' ? lastTimestamp : event.metadata.creationTimestamp
      if (Date.parse(time) < oldest) store.remove(kinds.events, event.metadata.namespace, event.metadata.name)
    }
  }
  clean()
  const timer = setInterval(clean, everyMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
