import { defineRoute } from '@/lib/actions/define-route'
import { readIfMatch } from '@/lib/actions/if-match'
import { rollBack } from '@/lib/services/lane-groups/roll-back'
import { OperationAccepted, RollBackInput } from '@/lib/services/schemas/operations'

export const POST = defineRoute(
  {
    summary: 'Go back to an earlier revision, in place of what is running',
    role: 'operator',
    params: ['group'],
    body: RollBackInput,
    responses: { 202: OperationAccepted },
  },
  async (ctx, { params, body, request }) => {
    const ifRevision = readIfMatch(request.headers)
    return {
      status: 202,
      body: await rollBack(ctx, { group: params.group, revision: body.revision, ifRevision }),
    }
  },
)
