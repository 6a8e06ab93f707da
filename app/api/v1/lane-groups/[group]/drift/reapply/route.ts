import { defineRoute } from '@/lib/actions/define-route'
import { reapplyDrift } from '@/lib/services/drift/reapply-drift'
import { OperationAccepted } from '@/lib/services/schemas/operations'

export const POST = defineRoute(
  {
    summary: 'Bring the cluster back to the revision that was pushed last, without a new one',
    role: 'operator',
    params: ['group'],
    responses: { 202: OperationAccepted },
  },
  async (ctx, { params }) => ({ status: 202, body: await reapplyDrift(ctx, { group: params.group }) }),
)
