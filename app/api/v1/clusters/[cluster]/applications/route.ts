import { z } from 'zod'
import { defineRoute } from '@/lib/actions/define-route'
import { DnsLabel } from '@/lib/domain/names'
import { discoverApplications } from '@/lib/services/clusters/discover-applications'
import { Discovery } from '@/lib/services/schemas/clusters'

export const GET = defineRoute(
  {
    summary: 'The applications and entries that were found in a namespace',
    role: 'viewer',
    params: ['cluster'],
    query: z.strictObject({ namespace: DnsLabel.default('default') }),
    responses: { 200: Discovery },
  },
  async (ctx, { params, query }) => ({
    body: await discoverApplications(ctx, { cluster: params.cluster, namespace: query.namespace }),
  }),
)
