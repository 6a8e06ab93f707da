import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'

/** A port that another process holds. */
export class PortTaken extends Error {
  constructor(readonly port: number) {
    super(`port ${port} is taken`)
    this.name = 'PortTaken'
  }
}

/** Listens on a loopback port, any free one when it is 0; gives the port. Throws PortTaken. */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') throw new PortTaken(port)
    throw error
  }
  return (server.address() as AddressInfo).port
}
