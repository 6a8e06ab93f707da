import 'server-only'
import { z } from 'zod'
import { governanceComponents, judgeGovernance } from '@/lib/domain/governance'
import type { KubeObject } from '@/lib/domain/kube-object'
import { DnsLabel } from '@/lib/domain/names'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus } from '@/lib/k8s/errors'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import type { GovernanceView } from '@/lib/services/schemas/governance'
import { say } from '@/lib/words/sentence'
import { clusterClient } from './cluster-client'

const GovernanceInput = z.strictObject({ cluster: DnsLabel, namespace: DnsLabel })

/** Whether a namespace's applications have the MSE agent, and what each lacks. Raises `NotFound` without the namespace. */
export async function getGovernance(
  ctx: ServiceContext,
  input: z.input<typeof GovernanceInput>,
): Promise<GovernanceView> {
  requireRole(ctx, 'viewer')
  const { cluster, namespace: name } = parseInput(GovernanceInput, input)
  const client = await clusterClient(ctx, { name: cluster })
  const [namespace, deployments, pods, components] = await Promise.all([
    readNamespace(client, name),
    client.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: name }),
    client.list({ apiVersion: 'v1', kind: 'Pod', namespace: name }),
    readComponents(client),
  ])
  const { component, ...found } = judgeGovernance({ namespace, deployments, pods, components })
  return { cluster, ...found, component: component ?? null, isComponentKnown: component !== undefined }
}

/** The Namespace itself. Raises `NotFound`. */
export async function readNamespace(client: ClusterClient, name: string): Promise<KubeObject> {
  const found = await client.find({ apiVersion: 'v1', kind: 'Namespace', name })
  if (found) return found
  throw new AppError('NotFound', say('refusals.noNamespace', { name, cluster: client.name }))
}

/** Undefined when the account may not look into the components' namespaces. */
async function readComponents(client: ClusterClient): Promise<KubeObject[] | undefined> {
  try {
    const found = await Promise.all(
      governanceComponents.map((place) =>
        client.find({ apiVersion: 'apps/v1', kind: 'Deployment', ...place }),
      ),
    )
    return found.flatMap((one) => one ?? [])
  } catch (error) {
    if (clusterStatus(error) === 403) return undefined
    throw error
  }
}
