import 'server-only'
import { z } from 'zod'
import { governanceLabel } from '@/lib/domain/governance'
import { DnsLabel } from '@/lib/domain/names'
import { clusterStatus } from '@/lib/k8s/errors'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { clusterClient } from './cluster-client'

const ListInput = z.strictObject({ cluster: DnsLabel })

/** A namespace, and whether it asks for the agent in all its pods. */
export type NamespaceSwitch = { name: string; isOn: boolean }

/** The namespaces of a cluster by name; null when the account may not list them. */
export async function listNamespaces(
  ctx: ServiceContext,
  input: z.input<typeof ListInput>,
): Promise<NamespaceSwitch[] | null> {
  requireRole(ctx, 'viewer')
  const { cluster } = parseInput(ListInput, input)
  const client = await clusterClient(ctx, { name: cluster })
  try {
    const found = await client.list({ apiVersion: 'v1', kind: 'Namespace' })
    return found
      .map(({ metadata: { name, labels } }) => ({
        name,
        isOn: labels?.[governanceLabel.key] === governanceLabel.value,
      }))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
  } catch (error) {
    if (clusterStatus(error) === 403) return null
    throw error
  }
}
