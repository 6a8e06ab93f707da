import { defineRoute } from '@/lib/actions/define-route'
import { removeCredential } from '@/lib/services/credentials/credentials'

export const DELETE = defineRoute(
  { summary: 'Forget an access key', role: 'admin', params: ['credential'], responses: { 204: null } },
  async (ctx, { params }) => {
    await removeCredential(ctx, { name: params.credential })
    return {}
  },
)
