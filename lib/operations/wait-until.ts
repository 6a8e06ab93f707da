import type { Reflector } from '@/lib/k8s/reflector'

/** A timer of Node.js that is set for longer fires at once: a Deployment's "no deadline" is 68 years. */
const longestTimerMs = 2 ** 31 - 1

/**
 * Resolves when `check` gives true. It is asked again whenever a watched collection changes and when the time that it
 * may give in milliseconds has passed; nothing is polled. Rejects with the signal's reason.
 */
export async function waitUntil(options: {
  watched: readonly Reflector[]
  /** True = done; a number = ask again after so many milliseconds even if nothing changes; false = on the next change. */
  check: () => boolean | number
  signal: AbortSignal
}): Promise<void> {
  const { watched, check, signal } = options
  signal.throwIfAborted()
  await untilAborted(Promise.all(watched.map((reflector) => reflector.ready)), signal)
  await new Promise<void>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined
    let asked: NodeJS.Immediate | undefined
    const stops = watched.map((reflector) => reflector.subscribe(() => ask()))
    const end = (settle: () => void) => {
      clearTimeout(timer)
      clearImmediate(asked)
      for (const stop of stops) stop()
      signal.removeEventListener('abort', abort)
      settle()
    }
    const abort = () => end(() => reject(signal.reason))
    // A burst of events is looked at once.
    const ask = () => {
      asked ??= setImmediate(look)
    }
    const look = () => {
      asked = undefined
      clearTimeout(timer)
      try {
        const answer = check()
        if (answer === true) end(resolve)
        else if (answer !== false) timer = setTimeout(ask, Math.min(answer, longestTimerMs))
      } catch (error) {
        end(() => reject(error))
      }
    }
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    else ask()
  })
}

function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
