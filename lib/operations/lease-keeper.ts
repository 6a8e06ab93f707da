import { setMaxListeners } from 'node:events'
import type { Database } from '@/lib/db/client'
import { type Lease, LeaseLost, renewLease } from '@/lib/db/operation-leases'
import { Superseded } from './stop-reasons'

/** How long a lease lasts, and with it how long a killed worker's operation waits for another worker. */
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

export function keepLease(db: Database, lease: Lease, stopping: AbortSignal): LeaseKeeper {
  const own = new AbortController()
  const signal = AbortSignal.any([own.signal, stopping])
  // Every request of the operation listens to it, many at a time.
  setMaxListeners(0, signal)
  // By the monotonic clock and from before the statement was sent, so it never outlasts the database's own.
  let holdsUntil = performance.now() + leaseMs
  let renewing = false

  async function renew(): Promise<void> {
    if (renewing || own.signal.aborted) return
    renewing = true
    const asked = performance.now()
    try {
      const answer = await renewLease(db, lease, leaseMs)
      if (answer === null) own.abort(new LeaseLost(lease.operationId))
      else if (answer.abortRequested) own.abort(new Superseded())
      else holdsUntil = asked + leaseMs
    } catch {
      if (performance.now() > holdsUntil) own.abort(new LeaseLost(lease.operationId))
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
    close: () => clearInterval(timer),
  }
}
