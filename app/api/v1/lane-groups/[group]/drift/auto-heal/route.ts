import { defineRoute } from '@/lib/actions/define-route'
import { setAutoHeal } from '@/lib/services/drift/set-auto-heal'
import { AutoHealInput } from '@/lib/services/schemas/drift'

export const PUT = defineRoute(
  {
    summary: 'Whether drift of a group is healed without being asked',
    role: 'operator',
    params: ['group'],
    body: AutoHealInput,
    responses: { 200: AutoHealInput },
  },
  async (ctx, { params, body }) => ({ body: await setAutoHeal(ctx, { group: params.group, on: body.on }) }),
)
