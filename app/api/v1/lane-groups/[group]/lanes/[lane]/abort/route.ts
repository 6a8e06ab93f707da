import { defineRoute } from '@/lib/actions/define-route'
import { readIfMatch } from '@/lib/actions/if-match'
import { abortLane } from '@/lib/services/lane-groups/abort-lane'
import { OperationAccepted } from '@/lib/services/schemas/operations'

export const POST = defineRoute(
  {
    summary: 'Go back to the last revision that was pushed with success, in place of what is running',
    role: 'operator',
    params: ['group', 'lane'],
    responses: { 202: OperationAccepted },
  },
  async (ctx, { params, request }) => {
    const ifRevision = readIfMatch(request.headers)
    return { status: 202, body: await abortLane(ctx, { group: params.group, lane: params.lane, ifRevision }) }
  },
)
