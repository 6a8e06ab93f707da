import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void

/** For tests: an API server that misbehaves as told. `handle` may be replaced at any time. */
export async function startFaultServer(first: Handler) {
  const state = { handle: first, connections: 0, requests: [] as string[] }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fault')
    state.requests.push(`${request.method} ${url.pathname}${url.search}`)
    state.handle(request, response, url)
  })
  server.on('connection', () => {
    state.connections += 1
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    state,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Credentials for it. */
export function faultCredentials(server: string) {
  return {
    server,
    context: 'fault',
    namespace: undefined,
    ca: undefined,
    tlsServerName: undefined,
    token: 'token',
    cert: undefined,
    key: undefined,
  }
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** Polls until the check holds; fails after `ms`. */
export async function eventually(check: () => boolean | Promise<boolean>, ms = 5_000): Promise<void> {
  const end = performance.now() + ms
  while (!(await check())) {
    if (performance.now() > end) throw new Error('did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
