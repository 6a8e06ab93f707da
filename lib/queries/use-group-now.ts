'use client'

import { useQuery } from '@tanstack/react-query'
import { getLaneGroup } from './get-lane-group'
import { type GroupNow, groupNow } from './group-now'

const groupMs = 1_000

/** A group as it is while something about it is being decided; before the first answer, and without one, as it was drawn. */
export function useGroupNow(drawn: GroupNow): GroupNow {
  const { group } = drawn
  const { data } = useQuery({
    queryKey: ['group-now', group],
    queryFn: async () => groupNow(await getLaneGroup(group)),
    refetchInterval: groupMs,
    // What was read for an earlier decision is no news.
    gcTime: 0,
    retry: false,
  })
  return data === undefined || data.revision < drawn.revision ? drawn : data
}
