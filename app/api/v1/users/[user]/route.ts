import { defineRoute } from '@/lib/actions/define-route'
import { UpdateUserInput, UserView } from '@/lib/services/schemas/access'
import { updateUser } from '@/lib/services/users/update-user'

export const PATCH = defineRoute(
  {
    summary: 'Change a user: name, role, password, or disable',
    role: 'admin',
    params: ['user'],
    body: UpdateUserInput,
    responses: { 200: UserView },
  },
  async (ctx, { params, body }) => ({ body: await updateUser(ctx, { id: params.user, change: body }) }),
)
