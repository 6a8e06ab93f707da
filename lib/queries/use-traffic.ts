'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { TrafficView } from '@/lib/services/schemas/traffic'
import { fetchJson } from './fetch-json'
import { groupApiPath } from './group-path'

const pollIntervalMs = 1_000

export const trafficKeys = {
  window: (group: string, windowSeconds: number) => ['traffic', group, windowSeconds] as const,
}

/** Polled every second; after an error the last figures stay, with `error` beside them. Without `initial` none are known at first. */
export function useTraffic(group: string, windowSeconds: number, initial: TrafficView | null) {
  return useQuery({
    queryKey: trafficKeys.window(group, windowSeconds),
    queryFn: ({ signal }) =>
      fetchJson<TrafficView>(`${groupApiPath(group, 'traffic')}?window=${windowSeconds}`, { signal }),
    initialData: initial?.windowSeconds === windowSeconds ? initial : undefined,
    initialDataUpdatedAt: 0,
    placeholderData: keepPreviousData,
    refetchInterval: pollIntervalMs,
    retry: false,
  })
}
