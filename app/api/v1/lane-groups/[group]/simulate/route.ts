import { defineRoute } from '@/lib/actions/define-route'
import { simulateRequest } from '@/lib/services/lane-groups/simulate-request'
import { SampleRequest } from '@/lib/services/schemas/common'
import { SimulateResult } from '@/lib/services/schemas/traffic'

export const POST = defineRoute(
  {
    summary: 'Which rule decides a request, and where each hop goes',
    role: 'viewer',
    params: ['group'],
    body: SampleRequest,
    responses: { 200: SimulateResult },
  },
  async (ctx, { params, body }) => ({
    body: await simulateRequest(ctx, { group: params.group, request: body }),
  }),
)
