import { defineRoute } from '@/lib/actions/define-route'
import { listLaneGroups } from '@/lib/services/lane-groups/list-lane-groups'
import { LaneGroupList, ListLaneGroupsInput } from '@/lib/services/schemas/lane-groups'

export const GET = defineRoute(
  {
    summary: 'The lane groups, searched, filtered, sorted and paged',
    role: 'viewer',
    query: ListLaneGroupsInput,
    responses: { 200: LaneGroupList },
  },
  async (ctx, { query }) => ({ body: await listLaneGroups(ctx, query) }),
)
