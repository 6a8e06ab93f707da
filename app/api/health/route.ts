import { definePublicRoute } from '@/lib/actions/define-route'
import { getHealth } from '@/lib/services/health/get-health'
import { HealthView } from '@/lib/services/schemas/health'

export const dynamic = 'force-dynamic'

export const GET = definePublicRoute(
  { summary: 'Whether the console works', role: 'public', responses: { 200: HealthView, 503: HealthView } },
  async (ctx) => {
    const body = await getHealth(ctx)
    return { status: body.status === 'ok' ? 200 : 503, body }
  },
)
