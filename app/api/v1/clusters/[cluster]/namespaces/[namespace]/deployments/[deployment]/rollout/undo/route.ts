import { defineRoute } from '@/lib/actions/define-route'
import { changeRollout } from '@/lib/services/rollouts/change-rollout'
import { RolloutChanged, RolloutInputs } from '@/lib/services/schemas/rollouts'

export const POST = defineRoute(
  {
    summary: 'Go back to an earlier revision of the pod template',
    role: 'operator',
    params: ['cluster', 'namespace', 'deployment'],
    body: RolloutInputs.undo.default({}),
    responses: { 200: RolloutChanged },
  },
  async (ctx, { params, body }) => ({
    body: await changeRollout(ctx, { place: params, verb: 'undo', input: body }),
  }),
)
