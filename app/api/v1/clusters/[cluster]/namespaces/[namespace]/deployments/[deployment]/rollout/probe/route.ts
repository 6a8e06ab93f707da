import { defineRoute } from '@/lib/actions/define-route'
import { probeService } from '@/lib/services/rollouts/probe-service'
import { ServiceProbe, ServiceProbeInput } from '@/lib/services/schemas/service-probe'

export const POST = defineRoute(
  {
    summary: 'Ask a Service of a Deployment and count the versions that answer',
    role: 'operator',
    params: ['cluster', 'namespace', 'deployment'],
    body: ServiceProbeInput,
    responses: { 200: ServiceProbe },
  },
  async (ctx, { params, body }) => ({ body: await probeService(ctx, { place: params, request: body }) }),
)
