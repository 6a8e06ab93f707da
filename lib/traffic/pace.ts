import { setTimeout as pause } from 'node:timers/promises'

/** At most so many probes a second go to one address, whoever asks. */
const perSecond = 20
const gapMs = 1000 / perSecond

type Lane = { busy: boolean; nextAt: number }
// Route, action and page bundles each have their own module state; globalThis is what they share.
const shared: typeof globalThis & { lanekeeperProbes?: Map<string, Lane> } = globalThis

/** The right to probe one address; null while another probe of it runs. */
export function takePace(address: string): { next: () => Promise<void>; release: () => void } | null {
  shared.lanekeeperProbes ??= new Map()
  const lane = shared.lanekeeperProbes.get(address) ?? { busy: false, nextAt: 0 }
  if (lane.busy) return null
  lane.busy = true
  shared.lanekeeperProbes.set(address, lane)
  return {
    async next() {
      const wait = lane.nextAt - performance.now()
      if (wait > 0) await pause(Math.ceil(wait))
      lane.nextAt = Math.max(performance.now(), lane.nextAt) + gapMs
    },
    release() {
      lane.busy = false
    },
  }
}
