import { definePublicRoute } from '@/lib/actions/define-route'
import { getReady } from '@/lib/services/health/get-health'
import { ReadyView } from '@/lib/services/schemas/health'

export const dynamic = 'force-dynamic'

export const GET = definePublicRoute(
  {
    summary: 'Whether the console may be used',
    role: 'public',
    responses: { 200: ReadyView, 503: ReadyView },
  },
  async (ctx) => {
    const body = await getReady(ctx)
    return { status: body.status === 'ready' ? 200 : 503, body }
  },
)
