/** Shortest time between two looks: what changes faster than this is seen in its latest state. */
const frameMs = 100

/** Remembers a ring that comes while nobody waits; many rings in a short time are answered once. */
export function createBell(signal: AbortSignal) {
  let hasRung = false
  let wake: () => void = () => {}
  let lookedAt = Number.NEGATIVE_INFINITY
  const ring = () => {
    hasRung = true
    wake()
  }
  signal.addEventListener('abort', ring)
  const sleep = async (ms: number, untilRung: boolean) => {
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      wake = () => {
        if (untilRung || signal.aborted) resolve()
      }
      timer = setTimeout(resolve, ms)
    })
    clearTimeout(timer)
  }
  return {
    ring,
    close: () => signal.removeEventListener('abort', ring),
    /** Until it rings, at most so long. */
    async wait(ms: number): Promise<void> {
      if (!hasRung) await sleep(ms, true)
      const early = lookedAt + frameMs - performance.now()
      if (early > 0 && !signal.aborted) await sleep(early, false)
      hasRung = false
      lookedAt = performance.now()
    },
  }
}
