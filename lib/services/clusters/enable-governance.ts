import 'server-only'
import { z } from 'zod'
import { governanceLabel } from '@/lib/domain/governance'
import { DnsLabel } from '@/lib/domain/names'
import type { JsonPatchOp } from '@/lib/k8s/cluster-client'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import type { GovernanceView } from '@/lib/services/schemas/governance'
import { clusterClient } from './cluster-client'
import { getGovernance, readNamespace } from './get-governance'

const EnableInput = z.strictObject({ cluster: DnsLabel, namespace: DnsLabel })

/**
 * Switches a namespace's governance on by its label; pods get the agent when they are made next. The label is the user's:
 * nothing takes it off again. Raises `NotFound`, and `Conflict` when the namespace was changed at the same moment.
 */
export async function enableGovernance(
  ctx: ServiceContext,
  input: z.input<typeof EnableInput>,
): Promise<GovernanceView> {
  requireRole(ctx, 'operator')
  const { cluster, namespace: name } = parseInput(EnableInput, input)
  const client = await clusterClient(ctx, { name: cluster })
  const { metadata } = await readNamespace(client, name)
  const { key, value } = governanceLabel
  const before = metadata.labels?.[key]
  if (before === value) return getGovernance(ctx, { cluster, namespace: name })
  await ctx.db.$transaction(async (tx) => {
    await recordAudit(tx, ctx, {
      action: 'enableGovernance',
      target: { kind: 'Namespace', name: `${cluster}/${name}` },
      before: { [key]: before ?? null },
      after: { [key]: value },
    })
    // Within the transaction: a label that the cluster refuses leaves no event.
    await client.jsonPatch({ apiVersion: 'v1', kind: 'Namespace', name }, labelPatch(metadata.labels, before))
  })
  return getGovernance(ctx, { cluster, namespace: name })
}

function labelPatch(labels: Record<string, string> | undefined, before: string | undefined): JsonPatchOp[] {
  const { key, value } = governanceLabel
  const path = `/metadata/labels/${key}`
  if (labels === undefined) return [{ op: 'add', path: '/metadata/labels', value: { [key]: value } }]
  if (before === undefined) return [{ op: 'add', path, value }]
  return [
    { op: 'test', path, value: before },
    { op: 'replace', path, value },
  ]
}
