import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { Agent, request as ask } from 'undici'
import { startTcpRelay, type TcpRelay } from './tcp-relay'

export type Seen = { method: string; path: string; body: string; at: number; headers: Record<string, string> }
/** What happens to a request instead of, or around, its being passed on. */
export type Fault =
  | { do: 'answer'; status: number; body?: unknown; headers?: Record<string, string> }
  /** No answer comes; `reached`: the server gets it all the same. */
  | { do: 'hang'; reached?: boolean }
  /** `reached`: whether the server gets it. `bytes`: how much of its answer comes through; none when left out. */
  | { do: 'cut'; reached: boolean; bytes?: number }
  /** The answer ends in the middle, as if that were all. */
  | { do: 'truncate'; bytes: number }
  | { do: 'delay'; ms: number }
  | { do: 'drip'; bytes: number; everyMs: number }
  /** Each line of a watch becomes these lines. */
  | { do: 'lines'; of: (line: string) => readonly string[] }
  /** Lines of a watch that the server did not say. */
  | { do: 'say'; lines: readonly string[]; end?: boolean }

/** `token` takes the place of the one that was sent. */
type Upstream = { url: string; ca?: string; token?: string }
export type TlsPair = { key: string; cert: string }
export type FaultProxy = {
  url: string
  relay: TcpRelay
  /** Says what happens to a request; nothing when it gives undefined. May be replaced at any time. */
  fault: (seen: Seen) => Fault | undefined
  seen: Seen[]
  /** The server behind it; may be replaced at any time. */
  upstream: Upstream
  /** TLS handshakes so far. */
  handshakes: number
  /** Requests that are being answered now, and at most so far. */
  open: number
  mostOpen: number
  /** Shows another certificate on new connections. */
  present(pair: TlsPair): void
  close(): Promise<void>
}

type Incoming = IncomingMessage | Http2ServerRequest
type Response = Pick<Http2ServerResponse, 'writeHead' | 'write' | 'end' | 'headersSent' | 'on'>
const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host'])

/** For tests: stands in front of an API server, speaks TLS as it does, and fails as it is told. */
export async function startFaultProxy(options: { tls: TlsPair; upstream: Upstream }): Promise<FaultProxy> {
  const agents = new Map<string, Agent>()
  const agentOf = ({ url, ca }: Upstream) => {
    const known = agents.get(url) ?? new Agent({ connect: { ca }, bodyTimeout: 0, headersTimeout: 0 })
    agents.set(url, known)
    return known
  }
  const server = createSecureServer({ ...options.tls, allowHTTP1: true })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const relay = await startTcpRelay({ host: '127.0.0.1', port: address.port })
  const proxy: FaultProxy = {
    url: `https://127.0.0.1:${relay.port}`,
    relay,
    fault: () => undefined,
    seen: [],
    upstream: options.upstream,
    handshakes: 0,
    open: 0,
    mostOpen: 0,
    present: (pair) => server.setSecureContext(pair),
    async close() {
      await relay.close()
      server.close()
      await Promise.all([...agents.values()].map((agent) => agent.destroy()))
    },
  }
  server.on('secureConnection', () => {
    proxy.handshakes += 1
  })
  server.on('sessionError', () => {})
  server.on('request', (incoming, response) => {
    proxy.open += 1
    proxy.mostOpen = Math.max(proxy.mostOpen, proxy.open)
    response.on('close', () => {
      proxy.open -= 1
    })
    const { upstream } = proxy
    void pass(proxy, { agent: agentOf(upstream), base: upstream.url }, incoming, response).catch(() =>
      relay.cut(incoming.socket.remotePort),
    )
  })
  return proxy
}

async function pass(
  proxy: FaultProxy,
  upstream: { agent: Agent; base: string },
  incoming: Incoming,
  response: Response,
): Promise<void> {
  const farPort = incoming.socket.remotePort
  const seen = await readSeen(incoming)
  proxy.seen.push(seen)
  const fault = proxy.fault(seen)
  if (fault?.do === 'hang' && !fault.reached) return
  if (fault?.do === 'answer') {
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers })
    response.end(typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {}))
    return
  }
  if (fault?.do === 'say') {
    response.writeHead(200, { 'content-type': 'application/json' })
    for (const line of fault.lines) response.write(line)
    if (fault.end) response.end()
    return
  }
  if (fault?.do === 'cut' && !fault.reached) return proxy.relay.cut(farPort)
  if (fault?.do === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms))
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const answer = await ask(upstream.base + seen.path, {
    dispatcher: upstream.agent,
    method: seen.method as 'GET',
    headers: {
      ...seen.headers,
      ...(proxy.upstream.token !== undefined && { authorization: `Bearer ${proxy.upstream.token}` }),
    },
    body: seen.body === '' ? undefined : seen.body,
    signal: gone.signal,
  })
  if (fault?.do === 'hang') return void (await answer.body.text())
  const headers = Object.fromEntries(
    Object.entries(answer.headers).filter(([name]) => !ofConnection.has(name)),
  )
  if (fault?.do === 'cut' && fault.bytes === undefined) {
    await answer.body.text()
    return proxy.relay.cut(farPort)
  }
  response.writeHead(answer.statusCode, headers)
  let sent = 0
  for await (const piece of pieces(answer.body, fault)) {
    const left = limitOf(fault) - sent
    response.write(piece.subarray(0, left))
    sent += piece.length
    if (sent >= limitOf(fault)) break
  }
  if (fault?.do === 'cut') {
    // What was written is on its way first.
    setTimeout(() => proxy.relay.cut(farPort), 20)
    return
  }
  response.end()
}

const limitOf = (fault: Fault | undefined): number =>
  (fault?.do === 'cut' || fault?.do === 'truncate' ? fault.bytes : undefined) ?? Number.POSITIVE_INFINITY

async function* pieces(body: AsyncIterable<Buffer>, fault: Fault | undefined): AsyncGenerator<Buffer> {
  let rest = ''
  for await (const chunk of body) {
    if (fault?.do === 'drip') {
      for (let at = 0; at < chunk.length; at += fault.bytes) {
        yield chunk.subarray(at, at + fault.bytes)
        await new Promise((resolve) => setTimeout(resolve, fault.everyMs))
      }
    } else if (fault?.do === 'lines') {
      const lines = (rest + chunk.toString('utf8')).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines.flatMap((line) => fault.of(line))) yield Buffer.from(`${line}\n`)
    } else yield chunk
  }
}

async function readSeen(incoming: Incoming): Promise<Seen> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk))
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    value === undefined || name.startsWith(':') || ofConnection.has(name) ? [] : [[name, String(value)]],
  )
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    body: Buffer.concat(chunks).toString('utf8'),
    at: performance.now(),
    headers: Object.fromEntries(headers),
  }
}
