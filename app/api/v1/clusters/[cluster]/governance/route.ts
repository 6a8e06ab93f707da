import { z } from 'zod'
import { defineRoute } from '@/lib/actions/define-route'
import { DnsLabel } from '@/lib/domain/names'
import { enableGovernance } from '@/lib/services/clusters/enable-governance'
import { getGovernance } from '@/lib/services/clusters/get-governance'
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
    summary: 'Switch a namespace’s governance on',
    role: 'operator',
    params: ['cluster'],
    body: z.strictObject({ namespace: DnsLabel }),
    responses: { 200: GovernanceView },
  },
  async (ctx, { params, body }) => ({
    body: await enableGovernance(ctx, { cluster: params.cluster, namespace: body.namespace }),
  }),
)
