import 'server-only'
import { z } from 'zod'
import { openCredential } from '@/lib/db/credentials'
import { callMse } from '@/lib/delivery/mse-api'
import { DnsLabel } from '@/lib/domain/names'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { type CredentialTest, TestCredentialInput } from '@/lib/services/schemas/credentials'

const Named = TestCredentialInput.extend({ name: DnsLabel })
const Applications = z.looseObject({ TotalSize: z.number().optional(), Result: z.array(z.unknown()) })

/**
 * Asks MSE with a kept key for the applications of a namespace; nothing is changed. Raises `NotFound`, and what MSE said:
 * `ClusterUnreachable` without an answer, `ApplyFailed` for a refusal with its code and request.
 */
export async function testCredential(
  ctx: ServiceContext,
  input: z.input<typeof Named>,
): Promise<CredentialTest> {
  requireRole(ctx, 'admin')
  const { name, region, mseNamespace } = parseInput(Named, input)
  const key = await openCredential(ctx.db, name)
  const query = { Region: region, Namespace: mseNamespace, PageNumber: '1', PageSize: '10' }
  const answer = Applications.safeParse(await callMse(region, key, { action: 'GetApplicationList', query }))
  return { applications: answer.data?.TotalSize ?? answer.data?.Result.length ?? 0 }
}
