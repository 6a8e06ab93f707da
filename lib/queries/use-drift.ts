'use client'

import { useQuery } from '@tanstack/react-query'
import type { DriftView } from '@/lib/services/schemas/drift'
import { fetchJson } from './fetch-json'
import { groupApiPath } from './group-path'

const pollIntervalMs = 1_000

/** Read again every second; after an error the last view stays, with `error` beside it. */
export function useDrift(group: string, initial: DriftView) {
  return useQuery({
    queryKey: ['drift', group],
    queryFn: ({ signal }) => fetchJson<DriftView>(groupApiPath(group, 'drift'), { signal }),
    initialData: initial,
    initialDataUpdatedAt: 0,
    refetchInterval: pollIntervalMs,
    retry: false,
  })
}
