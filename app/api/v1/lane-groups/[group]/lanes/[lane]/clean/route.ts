import { defineRoute } from '@/lib/actions/define-route'
import { readIfMatch } from '@/lib/actions/if-match'
import { cleanLane } from '@/lib/services/lane-groups/set-lane-state'
import { OperationAccepted } from '@/lib/services/schemas/operations'

export const POST = defineRoute(
  {
    summary: 'Take all that a lane has off the cluster; lane, versions and rules stay',
    role: 'operator',
    params: ['group', 'lane'],
    responses: { 202: OperationAccepted },
  },
  async (ctx, { params, request }) => {
    const ifRevision = readIfMatch(request.headers)
    return { status: 202, body: await cleanLane(ctx, { group: params.group, lane: params.lane, ifRevision }) }
  },
)
