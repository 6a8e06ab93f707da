import { defineRoute } from '@/lib/actions/define-route'
import { deleteCluster } from '@/lib/services/clusters/delete-cluster'
import { getCluster } from '@/lib/services/clusters/get-cluster'
import { ClusterView } from '@/lib/services/schemas/clusters'

export const GET = defineRoute(
  { summary: 'One cluster', role: 'viewer', params: ['cluster'], responses: { 200: ClusterView } },
  async (ctx, { params }) => ({ body: await getCluster(ctx, { name: params.cluster }) }),
)

export const DELETE = defineRoute(
  {
    summary: 'Forget a cluster that no lane group uses',
    role: 'admin',
    params: ['cluster'],
    responses: { 204: null },
  },
  async (ctx, { params }) => {
    await deleteCluster(ctx, { name: params.cluster })
    return {}
  },
)
