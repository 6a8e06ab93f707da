'use client'

import { useRef, useState } from 'react'
import { useFailureText } from '@/components/use-failure-text'
import type { RequestSample } from '@/lib/domain/request-sample'
import { addProbeResults, probeEntry } from '@/lib/queries/probe-entry'
import type { ProbeResult } from '@/lib/services/schemas/traffic'

type Probe = { count: number; result: ProbeResult; problem: string | null; running: boolean }

const nothing: ProbeResult = { responses: [], tally: [] }

/** Sends requests in batches and adds up who answered; it can be stopped. */
export function useProbe(group: string) {
  const [probe, setProbe] = useState<Probe | null>(null)
  const failureText = useFailureText()
  const abort = useRef<AbortController | null>(null)
  const send = async (request: RequestSample, count: number) => {
    abort.current?.abort()
    const controller = new AbortController()
    abort.current = controller
    let result = nothing
    setProbe({ count, result, problem: null, running: true })
    try {
      for await (const part of probeEntry(group, request, count, controller.signal)) {
        result = addProbeResults(result, part)
        setProbe({ count, result, problem: null, running: true })
      }
      setProbe({ count, result, problem: null, running: false })
    } catch (error) {
      const problem = controller.signal.aborted ? null : failureText(error)
      setProbe({ count, result, problem, running: false })
    }
  }
  return { probe, send, stop: () => abort.current?.abort() }
}
