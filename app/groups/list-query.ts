import { ListLaneGroupsInput } from '@/lib/services/schemas/lane-groups'

export type SearchParams = Record<string, string | string[] | undefined>

/** What the address asks for; a part that makes no sense is left out, not an error. */
export function listQuery(params: SearchParams): ListLaneGroupsInput {
  const one = (name: string) => {
    const value = params[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const asked = {
    search: one('search'),
    cluster: one('cluster'),
    state: one('state'),
    sort: one('sort'),
    cursor: one('cursor'),
  }
  const parsed = ListLaneGroupsInput.safeParse(asked)
  if (parsed.success) return parsed.data
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]))
  return ListLaneGroupsInput.parse(
    Object.fromEntries(Object.entries(asked).filter(([name]) => !wrong.has(name))),
  )
}

/** The address of the list with some of its parts changed; the page starts anew unless `cursor` is given. */
export function listAddress(query: ListLaneGroupsInput, change: { cursor?: string | undefined }): string {
  const { search, cluster, state, sort } = query
  const parts = { search, cluster, state, sort: sort === 'name' ? undefined : sort, cursor: change.cursor }
  const params = new URLSearchParams(
    Object.entries(parts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  return params.size === 0 ? '/groups' : `/groups?${params}`
}
