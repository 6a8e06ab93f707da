import { defineRoute } from '@/lib/actions/define-route'
import { explainOperation } from '@/lib/services/lanes/explain-operation'
import { StuckView } from '@/lib/services/schemas/lanes'

export const GET = defineRoute(
  {
    summary: 'Why an operation does not get on, likeliest cause first',
    role: 'viewer',
    params: ['operation'],
    responses: { 200: StuckView },
  },
  async (ctx, { params }) => ({ body: await explainOperation(ctx, { id: params.operation }) }),
)
