'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale } from 'next-intl'
import { useEffect, useState } from 'react'
import type { ActionResult } from '@/components/action-result'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { PlanView } from '@/lib/services/schemas/lane-groups'

export type PlanDraft = (input: { document: unknown }) => Promise<ActionResult<PlanView>>

const pauseMs = 600

/** The plan of a document that is not saved; made anew a moment after it changed. */
export function useDraftPlan(document: LaneGroupDocument | null, planDraft: PlanDraft) {
  const text = document === null ? null : JSON.stringify(document)
  const [settled, setSettled] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  const query = useQuery({
    queryKey: ['draft-plan', useLocale(), settled],
    queryFn: () => planDraft({ document: JSON.parse(settled ?? 'null') }),
    enabled: settled !== null,
    retry: false,
  })
  const isCurrent = settled !== null && settled === text
  const answer = isCurrent ? query.data : undefined
  return {
    plan: answer?.ok === true ? answer.data : null,
    error: answer?.ok === false ? answer.error : null,
    lost: isCurrent && query.isError,
    isPending: text !== null && (!isCurrent || query.isFetching),
    retry: query.refetch,
  }
}
