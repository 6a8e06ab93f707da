import { defineRoute } from '@/lib/actions/define-route'
import { changeRollout } from '@/lib/services/rollouts/change-rollout'
import { RolloutChanged, RolloutInputs } from '@/lib/services/schemas/rollouts'

export const POST = defineRoute(
  {
    summary: 'Change how many pods a Deployment has',
    role: 'operator',
    params: ['cluster', 'namespace', 'deployment'],
    body: RolloutInputs.scale,
    responses: { 200: RolloutChanged },
  },
  async (ctx, { params, body }) => ({
    body: await changeRollout(ctx, { place: params, verb: 'scale', input: body }),
  }),
)
