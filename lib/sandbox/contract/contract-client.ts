import { Agent, request } from 'undici'
import type { ClusterConnection } from './cluster-connection'
import type { Recording } from './recording'

/** An answer as it is compared; `body` is the first JSON text of it. */
export type Answer = { status: number; warning: string; body: unknown }

/** Who asks: whoever the connection names, nobody, or the holder of a token. */
export type Caller = 'self' | 'nobody' | { token: string }

/** Sends the requests of recordings to one cluster. */
export type ContractClient = {
  send(request: Recording['request'], caller?: Caller): Promise<Answer>
  close(): Promise<void>
}

/** Connects; a caller other than oneself comes over connections without the client certificate. */
export function createContractClient(connection: ClusterConnection): ContractClient {
  const { server, authority: ca, certificate: cert, key } = connection
  const own = new Agent({ connect: { ca, cert, key } })
  const plain = new Agent({ connect: { ca } })
  return {
    send: async ({ method, path, contentType, accept, body }, caller = 'self') => {
      const token = caller === 'self' ? connection.token : caller === 'nobody' ? undefined : caller.token
      const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
      const response = await request(`${server}${path}`, {
        method: method as 'GET',
        dispatcher: caller === 'self' ? own : plain,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(contentType === undefined ? {} : { 'content-type': contentType }),
          ...(accept === undefined ? {} : { accept }),
        },
        ...(text === undefined ? {} : { body: text }),
      })
      return {
        status: response.statusCode,
        warning: String(response.headers.warning ?? ''),
        body: firstJson(await response.body.text()),
      }
    },
    close: async () => {
      await Promise.all([own.close(), plain.close()])
    },
  }
}

/** A watch answers with one JSON text a line. */
function firstJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return JSON.parse(text.split('\n')[0] ?? '')
  }
}
