import 'server-only'
import { z } from 'zod'
import { type GovernanceEdit, mendGaps } from '@/lib/domain/governance-mend'
import { at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { DnsLabel } from '@/lib/domain/names'
import { AppError } from '@/lib/errors'
import type { JsonPatchOp } from '@/lib/k8s/cluster-client'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import type { GovernanceView } from '@/lib/services/schemas/governance'
import { say } from '@/lib/words/sentence'
import { trackedBy } from '@/lib/workloads/tracking'
import { clusterClient } from './cluster-client'
import { getGovernance } from './get-governance'

export const MendInput = z.strictObject({
  cluster: DnsLabel,
  namespace: DnsLabel,
  deployment: z.string().min(1).max(253),
})

/**
 * Does for one application what its owner would: gives its pods their name in MSE, or makes them anew so that they get the
 * agent. The pods are replaced one after the other. Raises `NotFound`; `Conflict` when another tool keeps the Deployment,
 * or it was changed at the same moment.
 */
export async function mendGovernance(
  ctx: ServiceContext,
  input: z.input<typeof MendInput>,
): Promise<GovernanceView> {
  requireRole(ctx, 'operator')
  const { deployment: name, ...place } = parseInput(MendInput, input)
  const judged = await getGovernance(ctx, place)
  const client = await clusterClient(ctx, { name: place.cluster })
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: place.namespace, name }
  const live = await client.find(ref)
  const application = judged.applications.find(({ deployment }) => deployment === name)
  if (live === null || application === undefined)
    throw new AppError('NotFound', say('refusals.noDeployment', { name, namespace: place.namespace }))
  const tool = trackedBy(live)
  if (tool !== null) throw new AppError('Conflict', say('refusals.keptInStep', { name, tool }))
  const edits = mendGaps(live, application.gaps, ctx.now())
  if (edits.length === 0) return judged
  await ctx.db.$transaction(async (tx) => {
    await recordAudit(tx, ctx, {
      action: 'mendGovernance',
      target: { kind: 'Deployment', name: `${place.cluster}/${place.namespace}/${name}` },
      before: Object.fromEntries(edits.map(({ path, before }) => [path.join('.'), before])),
      after: Object.fromEntries(edits.map(({ path, after }) => [path.join('.'), after])),
    })
    // Within the transaction: a change that the cluster refuses leaves no event.
    await client.jsonPatch(ref, [
      { op: 'test', path: '/metadata/uid', value: live.metadata.uid },
      ...edits.flatMap((edit) => patchOf(live, edit)),
    ])
  })
  return getGovernance(ctx, place)
}

const pointer = (path: readonly string[]) =>
  path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

function patchOf(live: KubeObject, { path, before, after }: GovernanceEdit): JsonPatchOp[] {
  const parent = path.slice(0, -1)
  const key = path.at(-1) ?? ''
  if (at(live, ...parent) === undefined)
    return [{ op: 'add', path: pointer(parent), value: { [key]: after } }]
  if (before === null) return [{ op: 'add', path: pointer(path), value: after }]
  return [
    { op: 'test', path: pointer(path), value: before },
    { op: 'replace', path: pointer(path), value: after },
  ]
}
