import { defineRoute } from '@/lib/actions/define-route'
import { listAudit } from '@/lib/services/audit/list-audit'
import { AuditList, ListAuditInput } from '@/lib/services/schemas/audit'

export const GET = defineRoute(
  {
    summary: 'Who changed what, newest first',
    role: 'viewer',
    query: ListAuditInput,
    responses: { 200: AuditList },
  },
  async (ctx, { query }) => ({ body: await listAudit(ctx, query) }),
)
