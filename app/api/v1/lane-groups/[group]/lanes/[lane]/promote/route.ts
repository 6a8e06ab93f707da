import { defineRoute } from '@/lib/actions/define-route'
import { readIfMatch } from '@/lib/actions/if-match'
import { promoteLane } from '@/lib/services/lane-groups/promote-lane'
import { OperationAccepted, PromoteInput } from '@/lib/services/schemas/operations'

export const POST = defineRoute(
  {
    summary: "Make a lane's versions the baseline; then park, remove, clean or keep the lane",
    role: 'operator',
    params: ['group', 'lane'],
    body: PromoteInput,
    responses: { 202: OperationAccepted },
  },
  async (ctx, { params, body, request }) => {
    const ifRevision = readIfMatch(request.headers)
    const { group, lane } = params
    return { status: 202, body: await promoteLane(ctx, { ...body, group, lane, ifRevision }) }
  },
)
