import 'server-only'
import { logUnexpected } from '@/lib/log'

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-store, no-transform',
  'x-accel-buffering': 'no',
}

/** Sends each value as an event and each null as a sign of life, until the source or the reader ends it. */
export function eventStream<T>(
  request: AbortSignal,
  open: (signal: AbortSignal) => AsyncGenerator<T | null>,
): Response {
  const reader = new AbortController()
  const signal = AbortSignal.any([request, reader.signal])
  const encoder = new TextEncoder()
  const source = open(signal)
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await source.next()
        if (done) return controller.close()
        const text = value === null ? ': still here\n\n' : `data: ${JSON.stringify(value)}\n\n`
        controller.enqueue(encoder.encode(text))
      } catch (error) {
        if (!signal.aborted) logUnexpected(error, { stream: 'events' })
        controller.close()
      }
    },
    async cancel() {
      reader.abort()
      await source.return(null)
    },
  })
  return new Response(body, { headers })
}
