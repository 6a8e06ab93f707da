import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Reader } from './client'
import { documentOf } from './group-document'
import { findWholeGroups } from './whole-groups'

/** Where on a cluster groups live, and through which gateways. */
export async function findClusterUse(
  reader: Reader,
  clusterId: string,
): Promise<{ namespaces: string[]; providers: string[] }> {
  const groups = await reader.laneGroup.findMany({
    where: { clusterId },
    select: { namespace: true, entries: { select: { provider: true } } },
  })
  return {
    namespaces: [...new Set(groups.map(({ namespace }) => namespace))].sort(),
    providers: [...new Set(groups.flatMap(({ entries }) => entries.map(({ provider }) => provider)))].sort(),
  }
}

/** The groups of a cluster that have an entry of one of these providers. */
export async function findGroupsThrough(
  reader: Reader,
  clusterId: string,
  providers: readonly string[],
): Promise<LaneGroupDocument[]> {
  if (providers.length === 0) return []
  const rows = await findWholeGroups(reader, {
    where: { clusterId, entries: { some: { provider: { in: [...providers] } } } },
    orderBy: { name: 'asc' },
  })
  return rows.map(documentOf)
}
