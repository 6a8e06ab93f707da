import { defineRoute } from '@/lib/actions/define-route'
import { CreateUserInput, UserList, UserView } from '@/lib/services/schemas/access'
import { createUser } from '@/lib/services/users/create-user'
import { listUsers } from '@/lib/services/users/list-users'

export const GET = defineRoute(
  { summary: 'The users', role: 'admin', responses: { 200: UserList } },
  async (ctx) => ({ body: await listUsers(ctx) }),
)

export const POST = defineRoute(
  { summary: 'Create a user', role: 'admin', body: CreateUserInput, responses: { 201: UserView } },
  async (ctx, { body }) => ({ status: 201, body: await createUser(ctx, body) }),
)
