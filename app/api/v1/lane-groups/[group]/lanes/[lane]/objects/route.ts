import { defineRoute } from '@/lib/actions/define-route'
import { getLaneObjects } from '@/lib/services/lanes/get-lane-objects'
import { LaneObjects } from '@/lib/services/schemas/lanes'

export const GET = defineRoute(
  {
    summary: 'The objects of a lane: as they are, as they should be, and whose they are',
    role: 'viewer',
    params: ['group', 'lane'],
    responses: { 200: LaneObjects },
  },
  async (ctx, { params }) => ({
    body: await getLaneObjects(ctx, { group: params.group, lane: params.lane }),
  }),
)
