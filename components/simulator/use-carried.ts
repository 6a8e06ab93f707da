'use client'

import { useEffect, useState } from 'react'
import { baseline } from '@/lib/domain/baseline'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { Simulation } from '@/lib/domain/simulation'
import { simulateDraft } from '@/lib/queries/simulate-draft'
import type { SimulateResult } from '@/lib/services/schemas/traffic'

/** What the pods that are ready make of a simulation. */
export type Carried =
  | { state: 'unneeded' | 'asking' | 'unknown' }
  | { state: 'known'; shares: SimulateResult['shares']; limits: NonNullable<SimulateResult['limits']> }

const typingMs = 300
const againMs = 5_000

/**
 * Asks the console how much of a share ready pods can carry, as the routes do; read again every few seconds. Only a rule
 * without conditions is cut, and only what it gives to lanes.
 */
export function useCarried(
  document: LaneGroupDocument,
  request: RequestSample,
  simulation: Simulation | null,
): Carried {
  const question = isCuttable(document, simulation) ? JSON.stringify({ ...request, document }) : null
  const [answer, setAnswer] = useState<{ question: string; carried: Carried } | null>(null)
  useEffect(() => {
    if (question === null) return
    const controller = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const ask = async () => {
      const carried = await carriedBy(question, controller.signal)
      if (controller.signal.aborted) return
      setAnswer({ question, carried })
      timer = setTimeout(ask, againMs)
    }
    timer = setTimeout(ask, typingMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [question])
  if (question === null) return { state: 'unneeded' }
  return answer?.question === question ? answer.carried : { state: 'asking' }
}

function isCuttable({ spec }: LaneGroupDocument, simulation: Simulation | null): boolean {
  if (simulation === null || simulation.picked !== undefined) return false
  const rule = spec.rules.find(({ name }) => name === simulation.rule)
  return rule?.match === undefined && simulation.shares.some(({ lane }) => lane !== baseline)
}

/** A draft that is not valid yet is not asked about: what is wrong stands beside its fields. */
async function carriedBy(question: string, signal: AbortSignal): Promise<Carried> {
  try {
    const group = await askedGroup(question)
    if (group === null) return { state: 'unneeded' }
    const { shares, limits = [] } = await simulateDraft(group, question, signal)
    return { state: 'known', shares, limits }
  } catch {
    return { state: 'unknown' }
  }
}

async function askedGroup(question: string): Promise<string | null> {
  const { parseDocument } = await import('@/lib/domain/parse-document')
  const parsed = parseDocument(JSON.parse(question).document)
  return parsed.ok ? parsed.document.metadata.name : null
}
