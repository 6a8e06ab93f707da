import { defineRoute } from '@/lib/actions/define-route'
import { CreatedToken, CreateTokenInput, TokenList } from '@/lib/services/schemas/access'
import { createToken } from '@/lib/services/tokens/create-token'
import { listTokens } from '@/lib/services/tokens/list-tokens'

export const GET = defineRoute(
  { summary: 'The API tokens, without their secrets', role: 'admin', responses: { 200: TokenList } },
  async (ctx) => ({ body: await listTokens(ctx) }),
)

export const POST = defineRoute(
  {
    summary: 'Make an API token; its secret is in this answer only',
    role: 'admin',
    body: CreateTokenInput,
    responses: { 201: CreatedToken },
  },
  async (ctx, { body }) => ({ status: 201, body: await createToken(ctx, body) }),
)
