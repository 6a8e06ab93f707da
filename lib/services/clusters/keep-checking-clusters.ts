import 'server-only'
import { logUnexpected } from '@/lib/log'
import type { ServiceContext } from '@/lib/services/context'
import { checkClusters } from './check-cluster'

const intervalMs = 30_000

/** Asks every registered cluster whether it answers, now and every half minute, so that pages show it unasked. */
export function keepCheckingClusters(ctx: ServiceContext): { stop: () => void } {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const round = async () => {
    await checkClusters(ctx).catch((error: unknown) => logUnexpected(error, { doing: 'checking clusters' }))
    if (!stopped) timer = setTimeout(round, intervalMs).unref()
  }
  void round()
  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
