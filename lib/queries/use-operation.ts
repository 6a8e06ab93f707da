'use client'

import { useLocale } from 'next-intl'
import { useEffect, useState } from 'react'
import type { OperationView } from '@/lib/services/schemas/operations'

const reopenAfterMs = 2_000
const finished: ReadonlySet<OperationView['state']> = new Set(['succeeded', 'failed', 'aborted'])

export type OperationStream = {
  operation: OperationView
  /** False from the moment the stream broke until it is open again. */
  connected: boolean
  /** When the shown state was received, in ms; null before the first event. */
  heardAt: number | null
}

/** Follows an operation over server-sent events, from what the page was rendered with to its end. */
export function useOperation(initial: OperationView): OperationStream {
  const [heard, setHeard] = useState<{ operation: OperationView; at: number; locale: string } | null>(null)
  const [connected, setConnected] = useState(true)
  const locale = useLocale()
  const isCurrent = heard !== null && heard.operation.id === initial.id && heard.locale === locale
  const operation = isCurrent ? newer(initial, heard.operation) : initial
  const ended = finished.has(operation.state)
  useEffect(() => {
    if (ended) return
    let source: EventSource
    let timer: ReturnType<typeof setTimeout> | undefined
    const open = () => {
      source = new EventSource(`/api/v1/operations/${encodeURIComponent(initial.id)}/events`)
      source.onopen = () => setConnected(true)
      source.onmessage = (event: MessageEvent<string>) => {
        const received: OperationView = JSON.parse(event.data)
        setConnected(true)
        setHeard((last) => ({
          operation:
            last?.operation.id === received.id && last.locale === locale
              ? newer(last.operation, received)
              : received,
          at: Date.now(),
          locale,
        }))
      }
      source.onerror = () => {
        setConnected(false)
        // The browser reopens by itself after a cut; after an HTTP error it gives up.
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, reopenAfterMs)
      }
    }
    open()
    return () => {
      clearTimeout(timer)
      source.close()
    }
  }, [initial.id, ended, locale])
  return { operation, connected: connected || ended, heardAt: heard?.at ?? null }
}

function newer(a: OperationView, b: OperationView): OperationView {
  return b.version > a.version ? b : a
}
