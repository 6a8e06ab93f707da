import type { IncomingMessage } from 'node:http'
import type { RequestFacts } from './request-facts'

/** A request's headers with those that a proxy adds. */
export function forwardedHeaders(facts: RequestFacts, incoming: IncomingMessage): Record<string, string> {
  const client = incoming.socket.remoteAddress ?? '127.0.0.1'
  const before = facts.headers['x-forwarded-for']
  return {
    ...facts.headers,
    'x-forwarded-for': before === undefined ? client : `${before}, ${client}`,
    'x-forwarded-proto': 'http',
  }
}
