'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { ApiProblem, fetchJson } from '@/lib/queries/fetch-json'
import { groupApiPath } from '@/lib/queries/group-path'
import type { PlanView } from '@/lib/services/schemas/lane-groups'

const pauseMs = 600

/** The plan of a document that is not saved; made anew a moment after it changed. */
export function useDraftPlan(document: LaneGroupDocument | null) {
  const text = document === null ? null : JSON.stringify(document)
  const [settled, setSettled] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  const query = useQuery({
    queryKey: ['draft-plan', settled],
    queryFn: ({ signal }) => planOf(settled ?? '', signal),
    enabled: settled !== null,
    retry: false,
    gcTime: 60_000,
  })
  const isCurrent = settled !== null && settled === text
  return {
    plan: isCurrent ? (query.data ?? null) : null,
    error: isCurrent ? query.error : null,
    isPending: text !== null && (!isCurrent || query.isFetching),
    retry: query.refetch,
  }
}

function planOf(text: string, signal: AbortSignal): Promise<PlanView> {
  const document: LaneGroupDocument = JSON.parse(text)
  return fetchJson<PlanView>(groupApiPath(document.metadata.name, 'plan'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ document }),
    signal,
  })
}

export function planProblemText(error: Error): string {
  return error instanceof ApiProblem ? error.message : ''
}
