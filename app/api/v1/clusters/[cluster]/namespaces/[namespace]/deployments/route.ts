import { defineRoute } from '@/lib/actions/define-route'
import { listDeployments } from '@/lib/services/rollouts/list-deployments'
import { DeploymentList } from '@/lib/services/schemas/rollouts'

export const GET = defineRoute(
  {
    summary: 'The Deployments of a namespace, as kubectl counts their pods',
    role: 'viewer',
    params: ['cluster', 'namespace'],
    responses: { 200: DeploymentList },
  },
  async (ctx, { params }) => ({ body: await listDeployments(ctx, params) }),
)
