import { defineRoute } from '@/lib/actions/define-route'
import { testCredential } from '@/lib/services/credentials/test-credential'
import { CredentialTest, TestCredentialInput } from '@/lib/services/schemas/credentials'

export const POST = defineRoute(
  {
    summary: 'Ask MSE with a kept access key for the applications of a namespace; nothing is changed',
    role: 'admin',
    params: ['credential'],
    body: TestCredentialInput,
    responses: { 200: CredentialTest },
  },
  async (ctx, { params, body }) => ({
    body: await testCredential(ctx, { ...body, name: params.credential }),
  }),
)
