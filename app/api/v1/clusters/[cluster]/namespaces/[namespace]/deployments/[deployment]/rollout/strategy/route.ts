import { defineRoute } from '@/lib/actions/define-route'
import { changeRollout } from '@/lib/services/rollouts/change-rollout'
import { RolloutChanged, RolloutInputs } from '@/lib/services/schemas/rollouts'

export const POST = defineRoute(
  {
    summary: 'Change how a Deployment replaces its pods',
    role: 'operator',
    params: ['cluster', 'namespace', 'deployment'],
    body: RolloutInputs.strategy,
    responses: { 200: RolloutChanged },
  },
  async (ctx, { params, body }) => ({
    body: await changeRollout(ctx, { place: params, verb: 'strategy', input: body }),
  }),
)
