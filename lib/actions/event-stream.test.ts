import { createServer, get, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterEach, expect, test } from 'vitest'
import { eventStream } from './event-stream'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** Serves a stream over a socket as the console does. */
async function serve(answer: () => Response): Promise<string> {
  server = createServer((_request, response) => {
    const { body } = answer()
    if (body === null) return
    void pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), response).catch(() => {})
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const address = server?.address() as AddressInfo | undefined
  return `http://127.0.0.1:${address?.port}`
}

test('36. a client that never reads: dropped, with little kept for it', async () => {
  const stop = new AbortController()
  let made = 0
  let ended = false
  const kilobyte = 'x'.repeat(64 * 1024)
  async function* source() {
    try {
      for (;;) {
        made += 1
        yield { made, kilobyte }
      }
    } finally {
      ended = true
    }
  }
  const url = await serve(() => eventStream(stop.signal, source, { unreadMs: 200 }))
  const answer = await new Promise<IncomingMessage>((resolve) => get(url, resolve))
  answer.pause()
  answer.on('error', () => {})
  await expect.poll(() => ended, { timeout: 5_000 }).toBe(true)
  const settled = made
  // The system's own socket buffers take some; what the console holds is one event more.
  expect(settled).toBeLessThan(150)
  await new Promise((resolve) => setImmediate(resolve))
  expect(made).toBe(settled)
})

test('37. reconnect with Last-Event-ID: the first event is the whole state, so nothing is missing', async () => {
  let version = 1
  async function* source(signal: AbortSignal) {
    while (!signal.aborted) {
      yield { version, done: Array.from({ length: version }, (_, index) => index) }
      version += 1
    }
  }
  const url = await serve(() => eventStream(new AbortController().signal, source))
  const first = await firstEvents(url, 2)
  version += 40
  const [next] = await firstEvents(url, 1, { 'last-event-id': '2' })
  expect(first.map((event) => event.version)).toEqual([1, 2])
  expect(next?.version).toBeGreaterThan(40)
  expect(next?.done).toHaveLength(next?.version ?? 0)
})

type State = { version: number; done: number[] }

function firstEvents(url: string, count: number, headers: Record<string, string> = {}): Promise<State[]> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8')
        const events = text.split('\n\n').slice(0, -1)
        if (events.length < count) return
        request.destroy()
        resolve(events.slice(0, count).map((event): State => JSON.parse(event.replace(/^data: /, ''))))
      })
      answer.on('error', () => {})
    })
    request.on('error', reject)
  })
}
