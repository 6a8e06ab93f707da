import { type ClientHttp2Session, connect as openSession } from 'node:http2'
import { connect as openTls, type TLSSocket } from 'node:tls'
import { checkedLookup } from './checked-lookup'
import { NotSent } from './connection'
import type { ClusterCredentials } from './parse-kubeconfig'

export type SessionTimes = {
  connectMs: number
  /** How often a connection is asked for a sign of life, and how long it may take to give one. */
  pingEveryMs: number
  pingAnswerMs: number
}
/** Room for the pages of a list: with less the server waits for us between the parts of each. */
const windowBytes = 4 * 1024 * 1024

/** Opens a connection; null where the server speaks HTTP/1.1 only. Raises NotSent. */
export async function openH2(
  credentials: ClusterCredentials,
  options: { allowLoopback: boolean; times: SessionTimes },
): Promise<ClientHttp2Session | null> {
  const socket = await openSocket(credentials, options)
  if (socket.alpnProtocol !== 'h2') {
    socket.destroy()
    return null
  }
  const session = openSession(credentials.server, {
    createConnection: () => socket,
    settings: { enablePush: false, initialWindowSize: windowBytes },
  })
  session.on('connect', () => {
    if (!session.destroyed) session.setLocalWindowSize(windowBytes)
  })
  // What was asked on it fails with its own error.
  session.on('error', () => {})
  keepProving(session, options.times)
  return session
}

function openSocket(
  credentials: ClusterCredentials,
  { allowLoopback, times }: { allowLoopback: boolean; times: SessionTimes },
): Promise<TLSSocket> {
  const { hostname, port } = new URL(credentials.server)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return new Promise((resolve, reject) => {
    const socket = openTls({
      host,
      port: Number(port || 443),
      servername: credentials.tlsServerName ?? (/^[\d.]+$|:/.test(host) ? '' : host),
      ca: credentials.ca,
      cert: credentials.cert,
      key: credentials.key,
      ALPNProtocols: ['h2', 'http/1.1'],
      lookup: checkedLookup(allowLoopback),
    })
    const fail = (error: Error) => {
      clearTimeout(timer)
      socket.destroy()
      reject(new NotSent('no connection', { cause: error }))
    }
    const timer = setTimeout(() => {
      const late: NodeJS.ErrnoException = new Error('connect timeout')
      late.code = 'ETIMEDOUT'
      fail(late)
    }, times.connectMs)
    socket.once('error', fail)
    socket.once('secureConnect', () => {
      clearTimeout(timer)
      socket.off('error', fail)
      socket.setNoDelay(true)
      resolve(socket)
    })
  })
}

function keepProving(session: ClientHttp2Session, times: SessionTimes): void {
  const timer = setInterval(() => proveAlive(session, times.pingAnswerMs), times.pingEveryMs).unref()
  session.once('close', () => clearInterval(timer))
}

/** Closes a connection that does not answer a ping: its other end is gone, though nobody said so. */
export function proveAlive(session: ClientHttp2Session, answerMs: number): void {
  if (session.destroyed || session.connecting) return
  const { socket } = session
  const heard = socket.bytesRead
  // A process that was busy itself has not read yet what came: it does before this runs.
  const judge = () => {
    if (session.destroyed || hasAnswered || socket.bytesRead > heard) return
    const silent: NodeJS.ErrnoException = new Error('no answer to a ping')
    silent.code = 'ETIMEDOUT'
    session.destroy(silent)
  }
  let hasAnswered = false
  const timer = setTimeout(() => setImmediate(judge), answerMs).unref()
  try {
    session.ping(() => {
      hasAnswered = true
      clearTimeout(timer)
    })
  } catch {
    session.destroy()
  }
}
