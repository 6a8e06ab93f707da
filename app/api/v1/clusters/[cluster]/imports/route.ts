import { z } from 'zod'
import { defineRoute } from '@/lib/actions/define-route'
import { DnsLabel } from '@/lib/domain/names'
import { findClusterImports } from '@/lib/services/imports/find-imports'
import { importLaneGroup } from '@/lib/services/imports/import-lane-group'
import { FoundImports, ImportInput } from '@/lib/services/schemas/imports'
import { SavedLaneGroup } from '@/lib/services/schemas/lane-groups'

export const GET = defineRoute(
  {
    summary: 'The canaries of a namespace that can become lane groups',
    role: 'viewer',
    params: ['cluster'],
    query: z.strictObject({ namespace: DnsLabel.default('default') }),
    responses: { 200: FoundImports },
  },
  async (ctx, { params, query }) => ({
    body: await findClusterImports(ctx, { cluster: params.cluster, namespace: query.namespace }),
  }),
)

export const POST = defineRoute(
  {
    summary: 'Make a lane group of canaries that were found',
    role: 'operator',
    params: ['cluster'],
    body: ImportInput,
    responses: { 201: SavedLaneGroup },
  },
  async (ctx, { params, body }) => ({
    status: 201,
    body: await importLaneGroup(ctx, { ...body, cluster: params.cluster }),
  }),
)
