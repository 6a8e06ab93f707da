import { defineRoute } from '@/lib/actions/define-route'
import { applyPasted } from '@/lib/services/baselines/apply-pasted'
import { PastedInput, PastedResult } from '@/lib/services/schemas/pasted'

export const POST = defineRoute(
  {
    summary: 'Apply objects of baseline applications, or ask what the cluster would do with them',
    role: 'operator',
    params: ['cluster'],
    body: PastedInput,
    responses: { 200: PastedResult },
  },
  async (ctx, { params, body }) => ({ body: await applyPasted(ctx, { ...body, cluster: params.cluster }) }),
)
