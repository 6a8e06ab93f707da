import { defineRoute } from '@/lib/actions/define-route'
import { ListOperationsInput, listOperations } from '@/lib/services/operations/list-operations'
import { OperationList } from '@/lib/services/schemas/operations'

export const GET = defineRoute(
  {
    summary: 'The operations, newest first',
    role: 'viewer',
    query: ListOperationsInput,
    responses: { 200: OperationList },
  },
  async (ctx, { query }) => ({ body: await listOperations(ctx, query) }),
)
