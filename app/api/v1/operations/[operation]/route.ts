import { defineRoute } from '@/lib/actions/define-route'
import { getOperation } from '@/lib/services/operations/get-operation'
import { OperationView } from '@/lib/services/schemas/operations'

export const GET = defineRoute(
  { summary: 'One operation', role: 'viewer', params: ['operation'], responses: { 200: OperationView } },
  async (ctx, { params }) => ({ body: await getOperation(ctx, { id: params.operation }) }),
)
