import type { Reader } from '@/lib/db/client'

/** The channel of changes of operations; the payload is the operation's id. A hint only: the rows are the truth. */
export const operationChannel = 'lanekeeper_operation'

export async function notifyOperation(reader: Reader, operationId: string): Promise<void> {
  await reader.$executeRaw`select pg_notify(${operationChannel}, ${operationId})`
}
