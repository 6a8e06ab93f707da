import { defineRoute } from '@/lib/actions/define-route'
import { probeEntry } from '@/lib/services/lane-groups/probe-entry'
import { ProbeInput, ProbeResult } from '@/lib/services/schemas/traffic'

export const POST = defineRoute(
  {
    summary: 'Send real requests through an entry',
    role: 'operator',
    params: ['group'],
    body: ProbeInput,
    responses: { 200: ProbeResult },
  },
  async (ctx, { params, body }) => ({ body: await probeEntry(ctx, { group: params.group, ...body }) }),
)
