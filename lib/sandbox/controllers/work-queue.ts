/** A queue of keys, each worked off once however often it was added meanwhile. */
export type WorkQueue = {
  add(key: string): void
  addAfter(key: string, milliseconds: number): void
  stop(): void
}

const firstRetryMs = 5
const lastRetryMs = 10_000
const sliceMs = 8

/**
 * Calls `reconcile` for each added key, one at a time, soon but never within `add`. A reconcile that throws is
 * tried again with growing delay and reported from the third failure on.
 */
export function createWorkQueue(
  name: string,
  reconcile: (key: string) => void,
  report: (message: string) => unknown = (message) => process.stderr.write(`${message}\n`),
): WorkQueue {
  const pending = new Set<string>()
  let batch: string[] = []
  const timers = new Map<string, { due: number; timer: NodeJS.Timeout }>()
  const failures = new Map<string, number>()
  let scheduled = false
  let stopped = false

  function add(key: string): void {
    if (stopped) return
    pending.add(key)
    if (scheduled) return
    scheduled = true
    setImmediate(drain)
  }

  function addAfter(key: string, milliseconds: number): void {
    if (stopped) return
    const due = Date.now() + Math.max(0, milliseconds)
    const existing = timers.get(key)
    if (existing !== undefined && existing.due <= due) return
    if (existing !== undefined) clearTimeout(existing.timer)
    const fire = () => {
      timers.delete(key)
      add(key)
    }
    // A longer one would fire at once; a key that comes early is looked at and waits again.
    const wait = Math.min(Math.max(0, milliseconds), 2 ** 31 - 1)
    timers.set(key, { due, timer: setTimeout(fire, wait) })
  }

  /** Works off what was added before, in slices of at least one key, so that requests are answered in between. */
  function drain(): void {
    if (stopped) return
    if (batch.length === 0) {
      batch = [...pending]
      pending.clear()
    }
    const until = performance.now() + sliceMs
    do work(batch.shift() ?? '')
    while (batch.length > 0 && !stopped && performance.now() < until)
    scheduled = !stopped && batch.length + pending.size > 0
    if (scheduled) setImmediate(drain)
  }

  function work(key: string): void {
    try {
      reconcile(key)
      failures.delete(key)
    } catch (error) {
      const count = (failures.get(key) ?? 0) + 1
      failures.set(key, count)
      if (count >= 3) report(`${name} ${key}: ${error instanceof Error ? error.message : String(error)}`)
      addAfter(key, Math.min(lastRetryMs, firstRetryMs * 2 ** count))
    }
  }

  function stop(): void {
    stopped = true
    pending.clear()
    for (const { timer } of timers.values()) clearTimeout(timer)
    timers.clear()
  }

  return { add, addAfter, stop }
}
