import 'server-only'
import { type DriftGroup, listDriftGroups, saveDriftState } from '@/lib/db/drift'
import { AppError } from '@/lib/errors'
import { log, logUnexpected } from '@/lib/log'
import { subscribeOperations } from '@/lib/operations/watch-operation'
import type { ServiceContext } from '@/lib/services/context'
import { DriftWatch } from './drift-watch'

/** How often groups and operations are looked for beside what is told of them. */
const lookEveryMs = 1_000

/** Watches every pushed group of every cluster, keeps what is seen of it, and heals where that is asked for. */
export function startWatchingDrift(ctx: ServiceContext): { stop(): void } {
  const watches = new Map<string, DriftWatch>()
  let hasEnded = false
  let isLooking = false
  let isAskedAgain = false
  const look = async (): Promise<void> => {
    isAskedAgain = true
    if (isLooking) return
    isLooking = true
    while (isAskedAgain && !hasEnded) {
      isAskedAgain = false
      await takeGroups(ctx, watches).catch(tell)
    }
    isLooking = false
  }
  const unsubscribe = subscribeOperations(() => void look())
  const timer = setInterval(() => void look(), lookEveryMs)
  timer.unref()
  void look()
  return {
    stop() {
      hasEnded = true
      unsubscribe()
      clearInterval(timer)
      for (const watch of watches.values()) watch.close()
      watches.clear()
    },
  }
}

async function takeGroups(ctx: ServiceContext, watches: Map<string, DriftWatch>): Promise<void> {
  const groups = new Map((await listDriftGroups(ctx.db)).map((group) => [group.id, group]))
  for (const [id, watch] of watches) {
    if (groups.has(id)) continue
    watch.close()
    watches.delete(id)
    await saveDriftState(ctx.db, id, null)
  }
  for (const group of groups.values()) watchOf(ctx, watches, group).take(group)
}

function watchOf(ctx: ServiceContext, watches: Map<string, DriftWatch>, { id }: DriftGroup): DriftWatch {
  const known = watches.get(id)
  if (known !== undefined) return known
  const made = new DriftWatch(ctx, tell)
  watches.set(id, made)
  return made
}

function tell(error: unknown): void {
  if (error instanceof AppError) log().warn({ err: error }, 'drift could not be looked for')
  else logUnexpected(error, { area: 'drift' })
}
