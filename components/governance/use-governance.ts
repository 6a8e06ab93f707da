'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { fetchJson } from '@/lib/queries/fetch-json'
import type { GovernanceView } from '@/lib/services/schemas/governance'

type Options = { start?: GovernanceView; everyMs?: number }

/** What governance lacks in a namespace; `put` takes in what a change answered. */
export function useGovernance(cluster: string, namespace: string, { start, everyMs }: Options = {}) {
  const queries = useQueryClient()
  const queryKey = ['governance', cluster, namespace]
  const { data, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      fetchJson<GovernanceView>(
        `/api/v1/clusters/${encodeURIComponent(cluster)}/governance?namespace=${encodeURIComponent(namespace)}`,
        { signal },
      ),
    enabled: cluster !== '' && namespace !== '',
    staleTime: 15_000,
    retry: false,
    ...(start !== undefined && { initialData: start }),
    ...(everyMs !== undefined && { refetchInterval: everyMs }),
  })
  const put = (view: GovernanceView) => {
    queries.setQueryData(queryKey, view)
    void queries.invalidateQueries({ queryKey: ['discovery', cluster, namespace] })
  }
  return { data, error, put }
}
