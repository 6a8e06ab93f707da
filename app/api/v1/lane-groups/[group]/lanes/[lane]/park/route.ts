import { defineRoute } from '@/lib/actions/define-route'
import { readIfMatch } from '@/lib/actions/if-match'
import { parkLane } from '@/lib/services/lane-groups/set-lane-state'
import { OperationAccepted } from '@/lib/services/schemas/operations'

export const POST = defineRoute(
  {
    summary: 'Take a lane out of traffic and its pods away; lane and rules stay',
    role: 'operator',
    params: ['group', 'lane'],
    responses: { 202: OperationAccepted },
  },
  async (ctx, { params, request }) => {
    const ifRevision = readIfMatch(request.headers)
    return { status: 202, body: await parkLane(ctx, { group: params.group, lane: params.lane, ifRevision }) }
  },
)
