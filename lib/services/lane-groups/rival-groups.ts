import type { Reader } from '@/lib/db/client'
import { findGroupsAtHosts } from '@/lib/db/lane-groups'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'

/** The other groups of the cluster that have an entry on a host of this one. */
export function rivalGroups(
  reader: Reader,
  clusterId: string,
  { metadata, spec }: LaneGroupDocument,
): Promise<LaneGroupDocument[]> {
  const hosts = [...new Set(spec.entries.map(({ host }) => host ?? null))]
  return findGroupsAtHosts(reader, { clusterId, exceptGroup: metadata.name, hosts })
}
