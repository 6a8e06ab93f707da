import { defineRoute } from '@/lib/actions/define-route'
import { getLane } from '@/lib/services/lanes/get-lane'
import { LaneView } from '@/lib/services/schemas/lanes'

export const GET = defineRoute(
  {
    summary: 'A lane: its state, its versions beside the baseline, and what is in the way',
    role: 'viewer',
    params: ['group', 'lane'],
    responses: { 200: LaneView },
  },
  async (ctx, { params }) => ({ body: await getLane(ctx, { group: params.group, lane: params.lane }) }),
)
