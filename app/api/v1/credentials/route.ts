import { defineRoute } from '@/lib/actions/define-route'
import { findCredentials, storeCredential } from '@/lib/services/credentials/credentials'
import { CredentialList, SaveCredentialInput } from '@/lib/services/schemas/credentials'

export const GET = defineRoute(
  {
    summary: 'The access keys that entries may name, without secrets',
    role: 'admin',
    responses: { 200: CredentialList },
  },
  async (ctx) => ({ body: await findCredentials(ctx) }),
)

export const POST = defineRoute(
  {
    summary: 'Keep an access key for the OpenAPI of MSE; one of the same name is replaced',
    role: 'admin',
    body: SaveCredentialInput,
    responses: { 204: null },
  },
  async (ctx, { body }) => {
    await storeCredential(ctx, body)
    return {}
  },
)
