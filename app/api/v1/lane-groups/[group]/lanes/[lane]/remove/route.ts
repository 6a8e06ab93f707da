import { defineRoute } from '@/lib/actions/define-route'
import { readIfMatch } from '@/lib/actions/if-match'
import { removeLane } from '@/lib/services/lane-groups/remove-lane'
import { OperationAccepted } from '@/lib/services/schemas/operations'

export const POST = defineRoute(
  {
    summary: 'Take a lane off the cluster and out of the document',
    role: 'operator',
    params: ['group', 'lane'],
    responses: { 202: OperationAccepted },
  },
  async (ctx, { params, request }) => {
    const ifRevision = readIfMatch(request.headers)
    return {
      status: 202,
      body: await removeLane(ctx, { group: params.group, lane: params.lane, ifRevision }),
    }
  },
)
