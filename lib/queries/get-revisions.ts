import type { RevisionList } from '@/lib/services/schemas/lane-groups'
import { fetchJson } from './fetch-json'
import { groupApiPath } from './group-path'

/** The newest revisions of a group. */
export function getRevisions(group: string, limit: number): Promise<RevisionList> {
  return fetchJson<RevisionList>(`${groupApiPath(group, 'revisions')}?limit=${limit}`, { cache: 'no-store' })
}
