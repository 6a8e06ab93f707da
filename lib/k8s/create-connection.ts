import type { ClientHttp2Session } from 'node:http2'
import type { Connection } from './connection'
import { createH1Connection } from './h1-connection'
import { requestOn } from './h2-request'
import { openH2, proveAlive, type SessionTimes } from './h2-session'
import type { ClusterCredentials } from './parse-kubeconfig'

export type ConnectionOptions = {
  allowLoopback: boolean
  /** How many connections are used where one cannot carry several requests at once; null = as many as it takes. */
  connections: number | null
  times?: Partial<SessionTimes>
}
const defaultTimes: SessionTimes = { connectMs: 5_000, pingEveryMs: 15_000, pingAnswerMs: 5_000 }

/** HTTP/2 on one connection where the server speaks it, else a few of HTTP/1.1. */
export function createConnection(credentials: ClusterCredentials, options: ConnectionOptions): Connection {
  if (!credentials.server.startsWith('https:')) return createH1Connection(credentials, options)
  return new NegotiatedConnection(credentials, options, { ...defaultTimes, ...options.times })
}

class NegotiatedConnection implements Connection {
  underWay = 0
  private session: Promise<ClientHttp2Session | null> | null = null
  private current: ClientHttp2Session | null = null
  private older: Connection | null = null
  private readonly base: string

  constructor(
    private readonly credentials: ClusterCredentials,
    private readonly options: ConnectionOptions,
    private readonly times: SessionTimes,
  ) {
    this.base = new URL(credentials.server).pathname.replace(/\/$/, '')
  }

  async request(asked: Parameters<Connection['request']>[0]): ReturnType<Connection['request']> {
    if (this.older !== null) return this.older.request(asked)
    this.underWay += 1
    const session = await untilAborted(this.opened(), asked.signal).catch((error: unknown) => {
      this.underWay -= 1
      throw error
    })
    if (session !== null)
      return requestOn(session, asked, this.base, () => {
        this.underWay -= 1
      })
    this.underWay -= 1
    this.older ??= createH1Connection(this.credentials, this.options)
    return this.older.request(asked)
  }

  suspect(): void {
    if (this.current !== null) proveAlive(this.current, this.times.pingAnswerMs)
  }

  async close(): Promise<void> {
    const session = await this.session?.catch(() => null)
    session?.destroy()
    await this.older?.close()
  }

  /** All who ask while it opens wait for the same one. */
  private opened(): Promise<ClientHttp2Session | null> {
    const { current } = this
    if (current !== null && (current.closed || current.destroyed)) this.forget(current)
    this.session ??= this.open()
    return this.session
  }

  private async open(): Promise<ClientHttp2Session | null> {
    try {
      const session = await openH2(this.credentials, { ...this.options, times: this.times })
      this.current = session
      session?.once('goaway', () => this.forget(session))
      session?.once('close', () => this.forget(session))
      return session
    } catch (error) {
      this.session = null
      throw error
    }
  }

  private forget(session: ClientHttp2Session): void {
    if (this.current !== session) return
    this.current = null
    this.session = null
  }
}

function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
