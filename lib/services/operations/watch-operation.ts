import 'server-only'
import { subscribeOperation } from '@/lib/operations/watch-operation'
import type { ServiceContext } from '@/lib/services/context'
import type { OperationView } from '@/lib/services/schemas/operations'
import { createBell } from './bell'
import { getOperation } from './get-operation'

const lookEveryMs = 3_000
const finished: ReadonlySet<OperationView['state']> = new Set(['succeeded', 'failed', 'aborted'])

/**
 * Gives the operation now and after each change, to its end or the caller's. A notification is a hint; the rows are
 * read anyway every few seconds. Ends when `isStillAllowed` says no. Null = nothing new, the caller is still here.
 */
export async function* watchOperation(
  ctx: ServiceContext,
  input: { id: string; signal: AbortSignal; isStillAllowed: () => Promise<boolean> },
): AsyncGenerator<OperationView | null> {
  const bell = createBell(input.signal)
  const unsubscribe = subscribeOperation(input.id, bell.ring)
  try {
    let seen = -1
    while (!input.signal.aborted && (await input.isStillAllowed())) {
      const view = await getOperation(ctx, { id: input.id })
      yield view.version > seen ? view : null
      seen = view.version
      if (finished.has(view.state)) return
      await bell.wait(lookEveryMs)
    }
  } finally {
    unsubscribe()
    bell.close()
  }
}
