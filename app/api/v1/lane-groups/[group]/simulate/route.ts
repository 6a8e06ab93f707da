import { defineRoute } from '@/lib/actions/define-route'
import { simulateRequest } from '@/lib/services/lane-groups/simulate-request'
import { SimulateInput, SimulateResult } from '@/lib/services/schemas/traffic'

export const POST = defineRoute(
  {
    summary: 'Which rule decides a request, and where each hop goes',
    role: 'viewer',
    params: ['group'],
    body: SimulateInput,
    responses: { 200: SimulateResult },
  },
  async (ctx, { params, body: { document, ...request } }) => ({
    body: await simulateRequest(ctx, { group: params.group, request, document }),
  }),
)
