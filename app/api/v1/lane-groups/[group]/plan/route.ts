import { defineRoute } from '@/lib/actions/define-route'
import { planLaneGroup } from '@/lib/services/lane-groups/plan-lane-group'
import { PlanView } from '@/lib/services/schemas/lane-groups'

export const POST = defineRoute(
  {
    summary: 'What a push would do now',
    role: 'viewer',
    params: ['group'],
    responses: { 200: PlanView },
  },
  async (ctx, { params }) => ({ body: await planLaneGroup(ctx, { group: params.group }) }),
)
