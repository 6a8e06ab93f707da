import { z } from 'zod'
import { defineRoute } from '@/lib/actions/define-route'
import { DnsLabel } from '@/lib/domain/names'
import { enableGovernance } from '@/lib/services/clusters/enable-governance'
import { getGovernance } from '@/lib/services/clusters/get-governance'
import { MendInput, mendGovernance } from '@/lib/services/clusters/mend-governance'
import { GovernanceView } from '@/lib/services/schemas/governance'

export const GET = defineRoute(
  {
    summary: 'Whether a namespace’s applications have the MSE agent, and what each lacks',
    role: 'viewer',
    params: ['cluster'],
    query: z.strictObject({ namespace: DnsLabel.default('default') }),
    responses: { 200: GovernanceView },
  },
  async (ctx, { params, query }) => ({
    body: await getGovernance(ctx, { cluster: params.cluster, namespace: query.namespace }),
  }),
)

export const POST = defineRoute(
  {
    summary: 'Switch a namespace’s governance on, or mend what one deployment lacks',
    role: 'operator',
    params: ['cluster'],
    body: z.strictObject({ namespace: DnsLabel, deployment: MendInput.shape.deployment.optional() }),
    responses: { 200: GovernanceView },
  },
  async (ctx, { params: { cluster }, body: { namespace, deployment } }) => ({
    body:
      deployment === undefined
        ? await enableGovernance(ctx, { cluster, namespace })
        : await mendGovernance(ctx, { cluster, namespace, deployment }),
  }),
)
