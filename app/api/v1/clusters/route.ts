import { defineRoute } from '@/lib/actions/define-route'
import { createCluster } from '@/lib/services/clusters/create-cluster'
import { listClusters } from '@/lib/services/clusters/list-clusters'
import { ClusterList, ClusterView, CreateClusterInput } from '@/lib/services/schemas/clusters'

export const GET = defineRoute(
  { summary: 'The registered clusters', role: 'viewer', responses: { 200: ClusterList } },
  async (ctx) => ({ body: await listClusters(ctx) }),
)

export const POST = defineRoute(
  {
    summary: 'Register a cluster by its kubeconfig',
    role: 'admin',
    body: CreateClusterInput,
    bodyFormats: ['json', 'yaml'],
    responses: { 201: ClusterView },
  },
  async (ctx, { body }) => ({ status: 201, body: await createCluster(ctx, body) }),
)
