'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocale } from 'next-intl'
import type { RolloutView } from '@/lib/services/schemas/rollouts'
import { fetchJson } from './fetch-json'
import { rolloutApiPath } from './rollout-path'

const movingMs = 1_000
const restingMs = 3_000

/** A rollout from what the page was drawn with; read each second while it moves. `put` takes in what a change answered. */
export function useRollout(initial: RolloutView) {
  const queries = useQueryClient()
  const queryKey = ['rollout', initial.cluster, initial.namespace, initial.deployment, useLocale()]
  const { data, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchJson<RolloutView>(rolloutApiPath(initial), { signal }),
    initialData: initial,
    refetchInterval: ({ state }) => (isResting(state.data) ? restingMs : movingMs),
    retry: false,
  })
  return { rollout: data, error, put: (view: RolloutView) => queries.setQueryData(queryKey, view) }
}

function isResting(rollout: RolloutView | undefined): boolean {
  return rollout !== undefined && rollout.state === 'complete' && !rollout.paused
}
