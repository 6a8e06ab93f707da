import { stringify } from 'yaml'
import { z } from 'zod'
import { defineRoute } from '@/lib/actions/define-route'
import { etagOf, readIfMatch } from '@/lib/actions/if-match'
import { RetireQuery } from '@/lib/actions/retire-query'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { deleteLaneGroup } from '@/lib/services/lane-groups/delete-lane-group'
import { getLaneGroup } from '@/lib/services/lane-groups/get-lane-group'
import { saveLaneGroup } from '@/lib/services/lane-groups/save-lane-group'
import { LaneGroupView, SavedLaneGroup } from '@/lib/services/schemas/lane-groups'
import { OperationAccepted } from '@/lib/services/schemas/operations'

export const GET = defineRoute(
  {
    summary: 'A lane group; as YAML its document alone',
    role: 'viewer',
    params: ['group'],
    query: z.strictObject({ format: z.enum(['json', 'yaml']).optional() }),
    responses: { 200: LaneGroupView },
  },
  async (ctx, { params, query, request }) => {
    const group = await getLaneGroup(ctx, { group: params.group })
    const headers = { etag: etagOf(group.revision), vary: 'accept' }
    const wantsYaml = (request.headers.get('accept') ?? '').includes('yaml')
    if (query.format !== 'yaml' && (query.format === 'json' || !wantsYaml)) return { body: group, headers }
    const text = stringify(group.document, { aliasDuplicateObjects: false, lineWidth: 0 })
    const type = { 'content-type': 'application/yaml; charset=utf-8', 'cache-control': 'no-store' }
    return new Response(text, { headers: { ...headers, ...type } })
  },
)

export const PUT = defineRoute(
  {
    summary: 'Create a lane group, or give it its next revision (If-Match: "<revision>")',
    role: 'operator',
    params: ['group'],
    query: RetireQuery,
    body: LaneGroupDocument,
    bodyFormats: ['json', 'yaml'],
    responses: { 200: SavedLaneGroup, 201: SavedLaneGroup },
  },
  async (ctx, { params, query, body, request }) => {
    const ifRevision = readIfMatch(request.headers)
    const { retire } = query
    const saved = await saveLaneGroup(ctx, { name: params.group, document: body, ifRevision, retire })
    return { status: saved.created ? 201 : 200, body: saved, headers: { etag: etagOf(saved.revision) } }
  },
)

export const DELETE = defineRoute(
  {
    summary: 'Delete a lane group; with retire=true its lanes are removed first',
    role: 'operator',
    params: ['group'],
    query: RetireQuery,
    responses: { 202: OperationAccepted, 204: null },
  },
  async (ctx, { params, query, request }) => {
    const ifRevision = readIfMatch(request.headers)
    const accepted = await deleteLaneGroup(ctx, { group: params.group, retire: query.retire, ifRevision })
    return accepted === null ? {} : { status: 202, body: accepted }
  },
)
