'use client'

import { useRef, useState } from 'react'
import { useFailureText } from '@/components/use-failure-text'
import { probeEntry } from '@/lib/queries/probe-entry'
import type { ProbeInput, ProbeResult } from '@/lib/services/schemas/traffic'

type Asked = Pick<ProbeInput, 'request' | 'version'>
/** What came back so far; who answered is counted from the responses, by what versions are said to stand for. */
export type Probed = Pick<ProbeResult, 'address' | 'host' | 'expected' | 'responses'>
type Probe = {
  asked: Asked
  count: number
  result: Probed | null
  problem: string | null
  running: boolean
}

/** Sends requests in batches and collects the answers; it can be stopped. */
export function useProbe(group: string) {
  const [probe, setProbe] = useState<Probe | null>(null)
  const failureText = useFailureText()
  const abort = useRef<AbortController | null>(null)
  const send = async (asked: Asked, count: number) => {
    abort.current?.abort()
    const controller = new AbortController()
    abort.current = controller
    const sent = { asked, count, problem: null }
    const responses: Probed['responses'] = []
    let result: Probed | null = null
    setProbe({ ...sent, result, running: true })
    try {
      for await (const part of probeEntry(group, asked, count, controller.signal)) {
        responses.push(...part.responses)
        result = { ...part, responses: [...responses] }
        setProbe({ ...sent, result, running: true })
      }
      setProbe({ ...sent, result, running: false })
    } catch (error) {
      const problem = controller.signal.aborted ? null : failureText(error)
      setProbe({ ...sent, result, problem, running: false })
    }
  }
  return { probe, send, stop: () => abort.current?.abort() }
}
