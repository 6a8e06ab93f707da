import { defineRoute } from '@/lib/actions/define-route'
import { adoptDrift } from '@/lib/services/drift/adopt-drift'
import { AdoptDriftInput, DriftAdopted } from '@/lib/services/schemas/drift'

export const POST = defineRoute(
  {
    summary: "Make the live value of a field the document's: a new revision, and its push",
    role: 'operator',
    params: ['group'],
    body: AdoptDriftInput,
    responses: { 202: DriftAdopted },
  },
  async (ctx, { params, body }) => ({
    status: 202,
    body: await adoptDrift(ctx, { group: params.group, ...body }),
  }),
)
