import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenOnLoopback } from './listen'

/** A server of HTTP requests on a loopback port. */
export type RequestServer = { port: number; close(): void }

/** Listens on a loopback port (0: any free one); a request whose handling fails loses its connection. Throws PortTaken. */
export async function startRequestServer(
  wanted: number,
  handle: (incoming: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<RequestServer> {
  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy())
  })
  // Longer than clients keep idle connections, so that none of their requests meets a closing one.
  server.keepAliveTimeout = 75_000
  return {
    port: await listenOnLoopback(server, wanted),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
