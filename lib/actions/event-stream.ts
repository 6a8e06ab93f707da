import 'server-only'
import { logUnexpected } from '@/lib/log'

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-store, no-transform',
  'x-accel-buffering': 'no',
}

/** A reader that takes nothing for so long is let go; until then at most one event waits for it. */
const unreadMs = 30_000

/** Sends each value as an event and each null as a sign of life, until the source or the reader ends it. */
export function eventStream<T>(
  request: AbortSignal,
  open: (signal: AbortSignal) => AsyncGenerator<T | null>,
  options: { unreadMs?: number } = {},
): Response {
  const reader = new AbortController()
  const signal = AbortSignal.any([request, reader.signal])
  const encoder = new TextEncoder()
  const source = open(signal)
  let unread: NodeJS.Timeout | undefined
  const end = async () => {
    clearTimeout(unread)
    reader.abort()
    await source.return(null)
  }
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      clearTimeout(unread)
      try {
        const { done, value } = await source.next()
        if (done) return controller.close()
        const text = value === null ? ': still here\n\n' : `data: ${JSON.stringify(value)}\n\n`
        controller.enqueue(encoder.encode(text))
        unread = setTimeout(() => {
          controller.error(new Error('nobody reads'))
          void end()
        }, options.unreadMs ?? unreadMs).unref()
      } catch (error) {
        if (!signal.aborted) logUnexpected(error, { stream: 'events' })
        controller.close()
      }
    },
    cancel: end,
  })
  return new Response(body, { headers })
}
