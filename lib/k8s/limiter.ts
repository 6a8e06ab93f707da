/** Lets at most `limit` callers through at a time, in the order in which they came. */
export type Limiter = {
  run<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>
  resize(limit: number): void
  /** Whether all places are taken. */
  full(): boolean
}

export function createLimiter(first: number): Limiter {
  let limit = first
  let running = 0
  const waiting: (() => void)[] = []

  function enter(signal: AbortSignal | undefined): Promise<void> {
    if (running < limit) {
      running += 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        const place = waiting.indexOf(admit)
        if (place >= 0) waiting.splice(place, 1)
        reject(signal?.reason)
      }
      const admit = () => {
        signal?.removeEventListener('abort', leave)
        running += 1
        resolve()
      }
      waiting.push(admit)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  function admitMore(): void {
    while (running < limit) {
      const next = waiting.shift()
      if (next === undefined) return
      next()
    }
  }

  return {
    async run(work, signal) {
      signal?.throwIfAborted()
      await enter(signal)
      try {
        return await work()
      } finally {
        running -= 1
        admitMore()
      }
    },
    resize(next) {
      limit = next
      admitMore()
    },
    full: () => running >= limit,
  }
}
