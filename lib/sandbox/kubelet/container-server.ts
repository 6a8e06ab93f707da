import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { applicationOf, tagOf } from '@/lib/sandbox/agent/pod-identity'
import { Histogram } from '@/lib/sandbox/metrics/histogram'
import { prometheusContentType } from '@/lib/sandbox/metrics/prometheus-text'
import { isPodReady, type Pod } from '@/lib/sandbox/shapes/pod'
import type { ContainerLog } from './container-log'
import type { PodAnswer, PodRequest } from './pod-answer'

/** The process of one container: an HTTP server on a loopback port of its own. */
export type ContainerServer = {
  port: number
  /** Takes no new connection, lets what is under way finish, at most for the given time. */
  stop(graceMs: number): Promise<void>
}

/** What the server needs to know of its container. */
export type ContainerServerOptions = {
  image: string
  /** The pod as it is stored now. */
  pod(): Pod
  answer(pod: Pod, request: PodRequest): Promise<PodAnswer>
  /** Whether the image brings a `/metrics` of its own. */
  ownMetrics: boolean
  /** Where its process writes. */
  log: ContainerLog
}

type ServerState = { stopping: boolean; underWay: number; health: number }

const bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
const maxBody = 1_048_576

/** Starts the server; `/metrics` is added to what the image answers. */
export async function startContainerServer(options: ContainerServerOptions): Promise<ContainerServer> {
  const durations = new Histogram(
    'http_server_request_duration_seconds',
    'Duration of HTTP server requests.',
    bounds,
  )
  const state: ServerState = { stopping: false, underWay: 0, health: 200 }
  const server = createServer((request, response) => {
    state.underWay += 1
    response.once('close', () => {
      state.underWay -= 1
    })
    void serve(options, durations, request, response, state).catch(() => response.destroy())
  })
  // The client ends idle connections; a server that did so could cut a request that is on its way.
  server.keepAliveTimeout = 0
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stop: (graceMs) => stop(server, sockets, state, graceMs),
  }
}

async function stop(server: Server, sockets: Set<Socket>, state: { stopping: boolean }, graceMs: number) {
  state.stopping = true
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const timer = setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, graceMs)
  await closed
  clearTimeout(timer)
}

async function serve(
  options: ContainerServerOptions,
  durations: Histogram,
  incoming: IncomingMessage,
  response: ServerResponse,
  state: ServerState,
): Promise<void> {
  const started = performance.now()
  const pod = options.pod()
  const ready = isPodReady(pod)
  const request = await readRequest(incoming)
  const isMetrics = request.path === '/metrics' && !options.ownMetrics
  const answer = isMetrics
    ? metricsAnswer(durations)
    : (healthAnswer(state, request) ?? (await options.answer(pod, request)))
  if (!isMetrics) {
    durations.observe(labelsOf(pod, request, answer), (performance.now() - started) / 1_000)
    options.log.write(`${request.method} ${request.path}${request.query} ${answer.status}`)
  }
  response.writeHead(answer.status, {
    'content-type': answer.contentType ?? 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(answer.body),
    'x-pod': pod.metadata.name,
    'x-image': options.image,
    'x-ready': String(ready),
    ...(state.stopping ? { connection: 'close' } : {}),
  })
  response.end(request.method === 'HEAD' ? undefined : answer.body)
}

/** `/healthz` is for probes; a POST with `?status=<code>` decides what it answers until the container starts anew. */
function healthAnswer(state: ServerState, request: PodRequest): PodAnswer | undefined {
  if (request.path !== '/healthz') return undefined
  const wanted = Number(new URLSearchParams(request.query).get('status') ?? 0)
  if (request.method === 'POST' && wanted >= 200 && wanted <= 599) state.health = wanted
  return { status: state.health, body: state.health < 400 ? 'ok\n' : 'unhealthy\n', route: '/healthz' }
}

function metricsAnswer(durations: Histogram): PodAnswer {
  const body = `${durations.lines().join('\n')}\n`
  return { status: 200, body, contentType: prometheusContentType, route: '/metrics' }
}

/** @see https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration */
function labelsOf(pod: Pod, request: PodRequest, answer: PodAnswer): Record<string, string> {
  return {
    http_request_method: request.method,
    http_response_status_code: String(answer.status),
    http_route: answer.route,
    service_name: applicationOf(pod) ?? pod.metadata.name,
    service_version: tagOf(pod) ?? 'baseline',
  }
}

async function readRequest(incoming: IncomingMessage): Promise<PodRequest> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    const part = Buffer.from(chunk)
    size += part.length
    if (size <= maxBody) chunks.push(part)
  }
  const url = incoming.url ?? '/'
  const mark = url.indexOf('?')
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark),
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  }
}
