import type { Probe } from '@/lib/sandbox/shapes/pod'
import type { ProbeResult } from './probe'

/** A probe that is run again and again until it is stopped. */
export type ProbeLoop = { stop(): void }

/**
 * Runs a probe in its period and tells when it has crossed its success or failure threshold, once for each crossing;
 * each failed try is told as well.
 */
export function startProbeLoop(
  probe: Probe,
  run: () => Promise<ProbeResult>,
  tell: { crossed(ok: boolean): void; failed(message: string): void },
): ProbeLoop {
  const periodMs = Math.max(1, probe.periodSeconds ?? 10) * 1_000
  const needed = { ok: probe.successThreshold ?? 1, failed: probe.failureThreshold ?? 3 }
  let stopped = false
  let streak = { ok: false, length: 0 }
  let said: boolean | undefined
  let timer = setTimeout(tick, (probe.initialDelaySeconds ?? 0) * 1_000)

  function tick(): void {
    void run().then((result) => {
      if (stopped) return
      streak = { ok: result.ok, length: streak.ok === result.ok ? streak.length + 1 : 1 }
      if (!result.ok) tell.failed(result.message)
      if (streak.length >= (result.ok ? needed.ok : needed.failed) && said !== result.ok) {
        said = result.ok
        tell.crossed(result.ok)
      }
      if (!stopped) timer = setTimeout(tick, periodMs)
    })
  }

  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
