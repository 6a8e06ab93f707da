import type { Reader } from '@/lib/db/client'

/**
 * The channel of changes of operations; the payload is the operation's id, and a word more when it is asked to stop. A hint
 * only: the rows are the truth.
 */
export const operationChannel = 'lanekeeper_operation'

export type Hint = { operationId: string; asksToStop: boolean }

export async function notifyOperation(
  reader: Reader,
  operationId: string,
  { asksToStop = false } = {},
): Promise<void> {
  const payload = asksToStop ? `${operationId} stop` : operationId
  await reader.$executeRaw`select pg_notify(${operationChannel}, ${payload})`
}

export function readHint(payload: string): Hint {
  const [operationId = '', word] = payload.split(' ')
  return { operationId, asksToStop: word === 'stop' }
}
