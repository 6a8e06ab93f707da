import { Agent, request } from 'undici'
import { checkedLookup } from './checked-lookup'
import { type Connection, NotSent, plainHeaders } from './connection'
import { failureCode } from './errors'
import type { ClusterCredentials } from './parse-kubeconfig'

const notSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** A pool of kept-alive HTTP/1.1 connections, for servers that speak nothing newer. */
export function createH1Connection(
  credentials: ClusterCredentials,
  options: { allowLoopback: boolean; connections: number | null },
): Connection {
  const agent = new Agent({
    connections: options.connections,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    maxHeaderSize: 64 * 1024,
    connect: {
      ca: credentials.ca,
      cert: credentials.cert,
      key: credentials.key,
      servername: credentials.tlsServerName,
      timeout: 5_000,
      lookup: checkedLookup(options.allowLoopback),
    },
  })
  return {
    underWay: 0,
    async request({ path, ...asked }) {
      try {
        const url = new URL(credentials.server + path)
        const answer = await request(url, {
          ...asked,
          dispatcher: agent,
          headersTimeout: 0,
          bodyTimeout: 0,
        })
        return { status: answer.statusCode, headers: plainHeaders(answer.headers), body: answer.body }
      } catch (error) {
        const code = failureCode(error)
        if (code !== undefined && notSent.has(code)) throw new NotSent('not sent', { cause: error })
        throw error
      }
    },
    // The socket of a request that is given up is closed with it.
    suspect() {},
    close: () => agent.destroy(),
  }
}
