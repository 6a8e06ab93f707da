import { defineRoute } from '@/lib/actions/define-route'
import { revokeToken } from '@/lib/services/tokens/revoke-token'

export const DELETE = defineRoute(
  { summary: 'Revoke an API token by its name', role: 'admin', params: ['token'], responses: { 204: null } },
  async (ctx, { params }) => {
    await revokeToken(ctx, { name: params.token })
    return {}
  },
)
