import { defineRoute } from '@/lib/actions/define-route'
import { changeRollout } from '@/lib/services/rollouts/change-rollout'
import { RolloutChanged, RolloutInputs } from '@/lib/services/schemas/rollouts'

export const POST = defineRoute(
  {
    summary: 'Replace all pods by new ones of the same template',
    role: 'operator',
    params: ['cluster', 'namespace', 'deployment'],
    body: RolloutInputs.restart.default({}),
    responses: { 200: RolloutChanged },
  },
  async (ctx, { params, body }) => ({
    body: await changeRollout(ctx, { place: params, verb: 'restart', input: body }),
  }),
)
