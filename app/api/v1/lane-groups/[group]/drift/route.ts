import { defineRoute } from '@/lib/actions/define-route'
import { getDrift } from '@/lib/services/drift/get-drift'
import { DriftView } from '@/lib/services/schemas/drift'

export const GET = defineRoute(
  {
    summary: 'Where the cluster is no longer as the last push left it, and by whom',
    role: 'viewer',
    params: ['group'],
    responses: { 200: DriftView },
  },
  async (ctx, { params }) => ({ body: await getDrift(ctx, { group: params.group }) }),
)
