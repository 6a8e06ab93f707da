import { defineRoute } from '@/lib/actions/define-route'
import { changeRollout } from '@/lib/services/rollouts/change-rollout'
import { RolloutChanged, RolloutInputs } from '@/lib/services/schemas/rollouts'

export const POST = defineRoute(
  {
    summary: 'Pause a rolling update where it stands',
    role: 'operator',
    params: ['cluster', 'namespace', 'deployment'],
    body: RolloutInputs.pause.default({}),
    responses: { 200: RolloutChanged },
  },
  async (ctx, { params, body }) => ({
    body: await changeRollout(ctx, { place: params, verb: 'pause', input: body }),
  }),
)
