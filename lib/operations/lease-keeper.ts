import { setMaxListeners } from 'node:events'
import type { Database } from '@/lib/db/client'
import { type Lease, LeaseLost, renewLease } from '@/lib/db/operation-leases'
import { Superseded } from './stop-reasons'

/** How long a lease lasts, and with it how long a killed worker's operation waits where nothing else says that it is dead. */
export const leaseMs = 2_000
const renewEveryMs = 500

/** Renews a lease until it is closed; aborts `signal` when the lease is lost or the operation is asked to stop. */
export interface LeaseKeeper {
  readonly lease: Lease
  readonly signal: AbortSignal
  /** Throws unless the lease surely still holds. Asked right before each write to the cluster. */
  check(): void
  /** Looks at once whether the operation is asked to stop. */
  look(): void
  close(): void
}

/** Aborts when others no longer see that the worker lives; null while only the lease's time tells. */
export type Guard = AbortSignal | null

type Keeping = {
  stopping: AbortSignal
  /** With what the lease was taken. */
  guard: Guard
  /** With what it is renewed. */
  guardNow: () => Guard
}

export function keepLease(db: Database, lease: Lease, { stopping, guard, guardNow }: Keeping): LeaseKeeper {
  const own = new AbortController()
  const signal = AbortSignal.any([own.signal, stopping])
  // Every request of the operation listens to it, many at a time.
  setMaxListeners(0, signal)
  // By the monotonic clock and from before the statement was sent, so it never outlasts the database's own.
  let holdsUntil = performance.now() + leaseMs
  let renewing = false
  const lose = () => own.abort(new LeaseLost(lease.operationId))
  let guarded: Guard = null
  const follow = (next: Guard) => {
    if (next === guarded) return
    guarded?.removeEventListener('abort', lose)
    guarded = next
    if (next?.aborted) lose()
    next?.addEventListener('abort', lose, { once: true })
  }
  follow(guard)

  async function renew(): Promise<void> {
    if (renewing || own.signal.aborted) return
    renewing = true
    const asked = performance.now()
    try {
      follow(guardNow())
      const answer = await renewLease(db, lease, { leaseMs, isGuarded: guarded !== null })
      if (answer === null) lose()
      else if (answer.abortRequested) own.abort(new Superseded())
      else holdsUntil = asked + leaseMs
    } catch {
      if (performance.now() > holdsUntil) lose()
    } finally {
      renewing = false
    }
  }

  const timer = setInterval(() => void renew(), renewEveryMs)
  return {
    lease,
    signal,
    check() {
      signal.throwIfAborted()
      if (performance.now() < holdsUntil) return
      own.abort(new LeaseLost(lease.operationId))
      throw new LeaseLost(lease.operationId)
    },
    look: () => void renew(),
    close() {
      clearInterval(timer)
      follow(null)
    },
  }
}
