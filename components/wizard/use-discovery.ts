'use client'

import { useQuery } from '@tanstack/react-query'
import { fetchJson } from '@/lib/queries/fetch-json'
import type { Discovery } from '@/lib/services/schemas/clusters'

/** What runs in a namespace of a cluster. */
export function useDiscovery(cluster: string, namespace: string) {
  return useQuery({
    queryKey: ['discovery', cluster, namespace],
    queryFn: ({ signal }) =>
      fetchJson<Discovery>(
        `/api/v1/clusters/${encodeURIComponent(cluster)}/applications?namespace=${encodeURIComponent(namespace)}`,
        { signal },
      ),
    enabled: cluster !== '' && namespace !== '',
    staleTime: 30_000,
    retry: false,
  })
}
