import { defineRoute } from '@/lib/actions/define-route'
import { getLaneTimeline } from '@/lib/services/lanes/get-lane-timeline'
import { LaneTimeline } from '@/lib/services/schemas/lanes'

export const GET = defineRoute(
  {
    summary: 'What happened to a lane, newest first: revisions, operations, people, cluster events',
    role: 'viewer',
    params: ['group', 'lane'],
    responses: { 200: LaneTimeline },
  },
  async (ctx, { params }) => ({
    body: await getLaneTimeline(ctx, { group: params.group, lane: params.lane }),
  }),
)
