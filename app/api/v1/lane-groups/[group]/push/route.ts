import { defineRoute } from '@/lib/actions/define-route'
import { readIfMatch } from '@/lib/actions/if-match'
import { pushLaneGroup } from '@/lib/services/lane-groups/push-lane-group'
import { OperationAccepted } from '@/lib/services/schemas/operations'

export const POST = defineRoute(
  {
    summary: 'Bring the cluster to the last revision',
    role: 'operator',
    params: ['group'],
    responses: { 202: OperationAccepted },
  },
  async (ctx, { params, request }) => {
    const ifRevision = readIfMatch(request.headers)
    return { status: 202, body: await pushLaneGroup(ctx, { group: params.group, ifRevision }) }
  },
)
