import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { applyEdits, type HeaderEdits } from './header-edits'

/** A request on its way to one of several loopback ports. */
export type Forwarding = {
  incoming: IncomingMessage
  response: ServerResponse
  ports: readonly number[]
  headers: Record<string, string>
  /** Of the answer's headers, one after the other. */
  edits: readonly HeaderEdits[]
  /** The path with the query; the request's own unless given. */
  path?: string
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
])
const timeoutMs = 60_000

/** The kept connections of one gateway to its pods. */
export function createConnections(): Agent {
  return new Agent({ keepAlive: true, timeout: 30_000 })
}

/**
 * Sends the request on and the answer back; gives the status. A connection that fails before the answer is tried on
 * the next port where the request has no body.
 */
export function forward(agent: Agent, forwarding: Forwarding): Promise<number> {
  const { incoming, ports } = forwarding
  const hasBody = incoming.headers['content-length'] !== undefined || 'transfer-encoding' in incoming.headers
  return attempt(agent, forwarding, hasBody ? ports.slice(0, 1) : ports.slice(0, 3), hasBody)
}

async function attempt(
  agent: Agent,
  forwarding: Forwarding,
  ports: readonly number[],
  hasBody: boolean,
): Promise<number> {
  const [port, ...others] = ports
  if (port === undefined) return refuse(forwarding.response, 503, 'no healthy upstream')
  try {
    return await send(agent, forwarding, port, hasBody)
  } catch (error) {
    const { response } = forwarding
    if (response.headersSent) {
      response.destroy()
      return 502
    }
    if (others.length > 0) return attempt(agent, forwarding, others, hasBody)
    const reason = error instanceof Error ? error.message : String(error)
    return refuse(response, 503, `upstream connect error or disconnect/reset before headers: ${reason}`)
  }
}

/** Answers by the gateway itself. */
export function refuse(response: ServerResponse, status: number, text: string): number {
  response.writeHead(status, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(text) })
  response.end(text)
  return status
}

function send(agent: Agent, forwarding: Forwarding, port: number, hasBody: boolean): Promise<number> {
  const { incoming, response, edits } = forwarding
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      agent,
      method: incoming.method,
      path: forwarding.path ?? incoming.url,
      headers: withoutHopByHop(forwarding.headers),
    }
    const outgoing = httpRequest(options, (answer) => {
      const status = answer.statusCode ?? 502
      response.writeHead(status, edits.reduce(applyEdits, withoutHopByHop(flat(answer))))
      answer.on('error', reject)
      // Before the pipe ends the response: who has read the whole answer finds it counted.
      answer.once('end', () => resolve(status))
      response.once('close', () => resolve(status))
      answer.pipe(response)
    })
    outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error('upstream request timeout')))
    outgoing.on('error', reject)
    response.once('close', () => {
      if (!response.writableFinished) outgoing.destroy()
    })
    if (hasBody) incoming.pipe(outgoing)
    else outgoing.end()
  })
}

function flat({ headers }: IncomingMessage): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  )
  return Object.fromEntries(entries)
}

function withoutHopByHop(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)))
}
