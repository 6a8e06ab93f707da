const baseMs = 250
const capMs = 30_000

/** Exponential backoff with full jitter: between 0 and 0.25 s, 0.5 s, 1 s ... 30 s; `attempt` counts from 0. */
export function backoffMs(attempt: number, options: { capMs?: number; random?: () => number } = {}): number {
  const ceiling = Math.min(options.capMs ?? capMs, baseMs * 2 ** Math.min(attempt, 20))
  return (options.random ?? Math.random)() * ceiling
}

/** A `Retry-After` header (seconds or a date) in milliseconds, or null. Never more than 5 minutes. */
export function retryAfterMs(value: string | undefined, now: () => number = Date.now): number | null {
  if (value === undefined || value.trim() === '') return null
  const seconds = Number(value)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now()
  if (Number.isNaN(ms)) return null
  return Math.min(Math.max(ms, 0), 300_000)
}

/** Resolves after `ms`; rejects with the signal's reason when it is aborted before. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
