import type { IncomingMessage } from 'node:http'
import { createSecureServer, type Http2ServerRequest, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import path from 'node:path'
import { ApiError } from '@/lib/sandbox/store/api-error'
import type { Store } from '@/lib/sandbox/store/store'
import { userOfAccountToken } from './account-tokens'
import type { ApiContext, PodLogs, PodProxy } from './api-context'
import type { ApiResponse } from './api-response'
import { ensureBootstrapRoles } from './authorization/bootstrap-roles'
import { userOfCertificate } from './certificate-user'
import { loadCertificates } from './certificates'
import { handleRequest } from './handle-request'
import { writeKubeconfig } from './kubeconfig'
import { failure, type Reply } from './reply'
import { bearerToken, loadTokens, type Tokens, type User, userOfToken } from './users'
import { WatchHub } from './watch-hub'

/** How the API server is started; `kubeconfigPath` defaults to `kubeconfig` in the directory, `port` 0 takes any. */
export type ApiServerOptions = {
  store: Store
  port: number
  host?: string
  directory: string
  kubeconfigPath?: string
  podProxy?: PodProxy
  podLogs?: PodLogs
}

/** A running API server. `close` cuts watches and waits for nothing. */
export type ApiServer = { url: string; kubeconfigPath: string; tokens: Tokens; close(): Promise<void> }

/** Starts the HTTPS server on loopback and writes its kubeconfig. Rejects with the system's error where the port is taken. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { store, port, host = '127.0.0.1', directory } = options
  const { authority, certificate, key } = await loadCertificates(directory)
  const tokens = loadTokens(directory)
  ensureBootstrapRoles(store)
  const hub = new WatchHub(store)
  const context: ApiContext = {
    store,
    hub,
    address: '',
    signingKey: tokens.signingKey,
    podProxy: options.podProxy,
    podLogs: options.podLogs,
  }
  const server = createSecureServer(
    { key, cert: certificate, ca: authority, requestCert: true, rejectUnauthorized: false, allowHTTP1: true },
    (incoming, response) => void answer(context, tokens, incoming, response),
  )
  Object.assign(server, { keepAliveTimeout: 120_000, requestTimeout: 0 })
  const open = new Set<Socket | ServerHttp2Session>()
  const keep = (connection: Socket | ServerHttp2Session) => {
    open.add(connection)
    connection.on('close', () => open.delete(connection))
  }
  server.on('secureConnection', keep)
  server.on('session', keep)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  context.address = `${host}:${portOf(server.address(), port)}`
  const url = `https://${context.address}`
  const kubeconfigPath = options.kubeconfigPath ?? path.join(directory, 'kubeconfig')
  writeKubeconfig(kubeconfigPath, url, authority, tokens.admin)
  const close = () =>
    new Promise<void>((resolve) => {
      hub.close()
      server.close(() => resolve())
      for (const connection of open) connection.destroy()
    })
  return { url, kubeconfigPath, tokens, close }
}

function portOf(address: AddressInfo | string | null, fallback: number): number {
  return typeof address === 'object' && address !== null ? address.port : fallback
}

const largestBody = 3 * 1_024 * 1_024

async function answer(
  context: ApiContext,
  tokens: Tokens,
  incoming: IncomingMessage | Http2ServerRequest,
  response: ApiResponse,
): Promise<void> {
  try {
    const body = await readAll(incoming)
    const [pathText = '/', queryText = ''] = (incoming.url ?? '/').split('?', 2)
    const headers = Object.fromEntries(
      Object.entries(incoming.headers)
        .filter(([name]) => !name.startsWith(':'))
        .map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
    )
    const request = {
      method: incoming.method ?? 'GET',
      path: pathText.includes('/proxy/') || pathText === '/' ? pathText : pathText.replace(/\/$/, ''),
      query: new URLSearchParams(queryText),
      headers,
      body,
      user: userOf(context.store, tokens, incoming),
    }
    const reply = await handleRequest(context, request, response)
    if (reply !== undefined) write(response, reply)
  } catch (error) {
    if (response.headersSent) response.destroy()
    else write(response, failure(error))
  }
}

function userOf(
  store: Store,
  tokens: Tokens,
  { socket, headers }: IncomingMessage | Http2ServerRequest,
): User | undefined {
  if (headers.authorization === undefined) return userOfCertificate(socket)
  const token = bearerToken(headers.authorization)
  if (token === undefined) return undefined
  return userOfToken(tokens, token) ?? userOfAccountToken(store, tokens.signingKey, token)
}

async function readAll(incoming: IncomingMessage | Http2ServerRequest): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > largestBody) {
      throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${largestBody}`)
    }
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** What a pod said of its own connection is nothing to the client's. */
const ofConnection = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'])

function write(response: ApiResponse, reply: Reply): void {
  const { body } = reply
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const own = Object.entries(reply.headers ?? {}).filter(([name]) => !ofConnection.has(name.toLowerCase()))
  response.writeHead(reply.status, {
    'content-type': 'application/json',
    'cache-control': 'no-cache, private',
    ...Object.fromEntries(own),
    'content-length': bytes.length,
  })
  response.end(bytes)
}
