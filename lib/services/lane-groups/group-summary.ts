import type { ListedGroup } from '@/lib/db/lane-group-list'
import { configuredShares } from '@/lib/domain/shares'
import type { LaneGroupSummary } from '@/lib/services/schemas/lane-groups'

export function toGroupSummary(group: ListedGroup): LaneGroupSummary {
  const { spec } = group.document
  const shares = new Map(configuredShares(group.document).map(({ lane, share }) => [lane, share]))
  return {
    name: group.name,
    title: spec.title ?? null,
    cluster: group.cluster,
    namespace: group.namespace,
    revision: group.revision,
    pushedRevision: group.pushedRevision,
    state: group.state,
    entries: spec.entries.map(({ name, provider, host }) => ({ name, provider, host: host ?? null })),
    applications: spec.applications.length,
    lanes: spec.lanes.map(({ tag, state }) => ({
      tag,
      state,
      colour: group.colours[tag] ?? 0,
      share: shares.get(tag) ?? 0,
    })),
    updatedAt: group.updatedAt.toISOString(),
    updatedBy: group.updatedBy,
  }
}
