import { z } from 'zod'
import { listOperationDetails } from '@/lib/db/operations'
import { operationStates } from '@/lib/domain/operation'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { readCursor, writeCursor } from '@/lib/services/cursor'
import { parseInput } from '@/lib/services/field-errors'
import type { OperationView } from '@/lib/services/schemas/operations'
import { toOperationView } from './operation-view'

export const ListOperationsInput = z.strictObject({
  group: z.string().max(63).optional(),
  state: z.enum(operationStates).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).optional(),
})
export type ListOperationsInput = z.input<typeof ListOperationsInput>

const Place = z.tuple([z.iso.datetime(), z.string()])

/** Newest first. */
export async function listOperations(
  ctx: ServiceContext,
  input: ListOperationsInput = {},
): Promise<{ items: OperationView[]; nextCursor: string | null }> {
  requireRole(ctx, 'viewer')
  const { group, state, limit, cursor } = parseInput(ListOperationsInput, input)
  const place = readCursor(Place, cursor)
  const found = await listOperationDetails(ctx.db, {
    groupName: group,
    state,
    limit: limit + 1,
    before: place && { createdAt: new Date(place[0]), id: place[1] },
  })
  const items = found.slice(0, limit).map((detail) => toOperationView(detail, ctx.language))
  const last = found.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? writeCursor([last.createdAt, last.id]) : null }
}
