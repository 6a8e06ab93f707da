import { defineRoute } from '@/lib/actions/define-route'
import { getTraffic } from '@/lib/services/lane-groups/get-traffic'
import { TrafficInput, TrafficView } from '@/lib/services/schemas/traffic'

export const GET = defineRoute(
  {
    summary: 'The share of requests each version took, beside the configured one',
    role: 'viewer',
    params: ['group'],
    query: TrafficInput,
    responses: { 200: TrafficView },
  },
  async (ctx, { params, query }) => ({
    body: await getTraffic(ctx, { group: params.group, window: query.window }),
  }),
)
