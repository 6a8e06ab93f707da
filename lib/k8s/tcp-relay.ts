import { once } from 'node:events'
import { createServer, createConnection as dial, type Server, type Socket } from 'node:net'

type Pair = { near: Socket; far: Socket }

/** For tests: carries bytes to another port of this machine, as well or as badly as it is told. */
export type TcpRelay = {
  readonly port: number
  /** How long each byte takes on its way to the server. */
  delayMs: number
  /** Closes all connections, or the one that the server knows by this port, without a word. */
  cut(farPort?: number): void
  /** Connections stay open and carry nothing more, not even their end. */
  freeze(): void
  /** Nobody listens any more. */
  refuse(): Promise<void>
  /** Listens again, at the same port. */
  accept(): Promise<void>
  close(): Promise<void>
}

export async function startTcpRelay(target: { host: string; port: number }, port = 0): Promise<TcpRelay> {
  const pairs = new Set<Pair>()
  let server = await listen(port, take)
  const own = portOf(server)

  function take(near: Socket): void {
    const far = dial(target)
    const pair: Pair = { near, far }
    pairs.add(pair)
    near.setNoDelay(true)
    far.setNoDelay(true)
    const end = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    carry(near, far, end, () => relay.delayMs)
    carry(far, near, end, () => 0)
  }

  const relay: TcpRelay = {
    port: own,
    delayMs: 0,
    cut(farPort) {
      for (const { near, far } of pairs)
        if (farPort === undefined || far.localPort === farPort) {
          near.resetAndDestroy()
          far.destroy()
        }
    },
    freeze() {
      for (const { near, far } of pairs)
        for (const socket of [near, far]) {
          socket.removeAllListeners('data').removeAllListeners('end')
          socket.on('data', () => {})
        }
    },
    async refuse() {
      const closed = once(server, 'close')
      server.close()
      relay.cut()
      await closed
    },
    async accept() {
      server = await listen(own, take)
    },
    async close() {
      if (server.listening) await relay.refuse()
    },
  }
  return relay
}

function carry(from: Socket, to: Socket, end: () => void, delayMs: () => number): void {
  const later = (work: () => void) => {
    const ms = delayMs()
    if (ms === 0) work()
    else setTimeout(work, ms)
  }
  from.on('data', (chunk) => later(() => to.writable && to.write(chunk)))
  from.on('end', () => later(() => to.end()))
  from.on('error', end)
  from.on('close', end)
}

async function listen(port: number, take: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, take)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
