import { defineRoute } from '@/lib/actions/define-route'
import { planLaneGroup } from '@/lib/services/lane-groups/plan-lane-group'
import { PlanView } from '@/lib/services/schemas/lane-groups'
import { PlanInput } from '@/lib/services/schemas/operations'

export const POST = defineRoute(
  {
    summary: 'What a push would do now, or a promote or roll back',
    role: 'viewer',
    params: ['group'],
    body: PlanInput,
    responses: { 200: PlanView },
  },
  async (ctx, { params, body }) => ({ body: await planLaneGroup(ctx, { group: params.group, ...body }) }),
)
