import { defineRoute } from '@/lib/actions/define-route'
import { getRollout } from '@/lib/services/rollouts/get-rollout'
import { RolloutView } from '@/lib/services/schemas/rollouts'

export const GET = defineRoute(
  {
    summary:
      'How a Deployment’s rolling update stands: kubectl’s fields and sentence, ReplicaSets, pods, events',
    role: 'viewer',
    params: ['cluster', 'namespace', 'deployment'],
    responses: { 200: RolloutView },
  },
  async (ctx, { params }) => ({ body: await getRollout(ctx, params) }),
)
