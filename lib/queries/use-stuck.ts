'use client'

import { useQuery } from '@tanstack/react-query'
import type { StuckView } from '@/lib/services/schemas/lanes'
import { fetchJson } from './fetch-json'

/** Why an operation does not get on, read again every second while it is asked for. */
export function useStuck(operation: string, asked: boolean) {
  return useQuery({
    queryKey: ['stuck', operation],
    queryFn: ({ signal }) =>
      fetchJson<StuckView>(`/api/v1/operations/${encodeURIComponent(operation)}/stuck`, { signal }),
    enabled: asked,
    refetchInterval: 1_000,
    retry: false,
  })
}
