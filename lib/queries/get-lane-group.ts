import type { LaneGroupView } from '@/lib/services/schemas/lane-groups'
import { fetchJson } from './fetch-json'
import { groupApiPath } from './group-path'

export function getLaneGroup(group: string): Promise<LaneGroupView> {
  return fetchJson<LaneGroupView>(groupApiPath(group), { cache: 'no-store' })
}
