import 'server-only'
import { logUnexpected } from '@/lib/log'
import type { ServiceContext } from '@/lib/services/context'
import { checkClusters } from './check-cluster'

const everyMs = 30_000

/** Asks every cluster now and each half minute whether it answers. Gives the function that ends it. */
export function startClusterChecks(ctx: ServiceContext): () => void {
  let timer: NodeJS.Timeout | undefined
  let hasEnded = false
  const turn = async () => {
    try {
      await checkClusters(ctx)
    } catch (error) {
      logUnexpected(error, { task: 'cluster checks' })
    }
    if (!hasEnded) timer = setTimeout(turn, everyMs).unref()
  }
  void turn()
  return () => {
    hasEnded = true
    clearTimeout(timer)
  }
}
