import { type Kind, kindKey } from '@/lib/sandbox/store/kinds'
import type { Store, StoreEvent } from '@/lib/sandbox/store/store'

/** Called for each event of a kind, in commit order. */
export type EventListener = (event: StoreEvent) => void

/** One subscription to the store, divided among the watches by kind. */
export class WatchHub {
  private readonly listeners = new Map<string, Set<EventListener>>()
  private readonly unsubscribe: () => void

  constructor(store: Store) {
    this.unsubscribe = store.subscribe((event) => {
      for (const listener of this.listeners.get(kindKey(event.kind)) ?? []) listener(event)
    })
  }

  /** Adds a listener; gives the function that removes it. */
  listen(kind: Kind, listener: EventListener): () => void {
    const key = kindKey(kind)
    const listeners = this.listeners.get(key) ?? new Set()
    this.listeners.set(key, listeners)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** Ends the subscription. */
  close(): void {
    this.unsubscribe()
  }
}
