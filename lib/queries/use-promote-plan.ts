'use client'

import { useQuery } from '@tanstack/react-query'
import type { PlanView } from '@/lib/services/schemas/lane-groups'
import type { PromoteInput } from '@/lib/services/schemas/operations'
import { fetchJson } from './fetch-json'
import { groupApiPath } from './group-path'

/** What a promote would do now, or why it would be refused; nothing is known of another choice, revision or baseline than was asked for. */
export function usePromotePlan(group: string, lane: string, revision: number, choice: PromoteInput) {
  return useQuery({
    queryKey: ['promote-plan', group, lane, revision, choice],
    queryFn: ({ signal }) =>
      fetchJson<PlanView>(groupApiPath(group, 'plan'), {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify({ promote: { ...choice, lane } }),
        signal,
      }),
    // What was planned for an earlier look is no news.
    gcTime: 0,
    retry: false,
  })
}
