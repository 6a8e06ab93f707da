import { defineRoute } from '@/lib/actions/define-route'
import { ListRevisionsInput, listRevisions } from '@/lib/services/revisions/list-revisions'
import { RevisionList } from '@/lib/services/schemas/lane-groups'

export const GET = defineRoute(
  {
    summary: 'The revisions of a lane group, newest first',
    role: 'viewer',
    params: ['group'],
    query: ListRevisionsInput,
    responses: { 200: RevisionList },
  },
  async (ctx, { params, query }) => ({ body: await listRevisions(ctx, { group: params.group, ...query }) }),
)
