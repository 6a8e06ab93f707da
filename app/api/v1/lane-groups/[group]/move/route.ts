import { z } from 'zod'
import { defineRoute } from '@/lib/actions/define-route'
import { planMove } from '@/lib/services/lane-groups/plan-move'
import { MoveView } from '@/lib/services/schemas/move'

export const GET = defineRoute(
  {
    summary:
      'The doors that an entry can move to; with one chosen, what is otherwise there and what a push would do',
    role: 'viewer',
    params: ['group'],
    query: z.strictObject({ entry: z.string().max(63).optional(), door: z.string().max(400).optional() }),
    responses: { 200: MoveView },
  },
  async (ctx, { params, query }) => ({ body: await planMove(ctx, { group: params.group, ...query }) }),
)
