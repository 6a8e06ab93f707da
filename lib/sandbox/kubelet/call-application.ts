import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import type { Agent } from '@/lib/sandbox/agent/agent'
import type { Sidecars } from '@/lib/sandbox/mesh/sidecars'
import type { Pod } from '@/lib/sandbox/shapes/pod'
import type { CallApplication, PodAnswer, PodRequest } from './pod-answer'
import type { PodNetwork } from './pod-network'

const timeoutMs = 40_000

/** Calls between applications: the caller's sidecar or agent chooses the pod, the call goes over its loopback socket. */
export function createCallApplication(
  agent: Agent,
  network: PodNetwork,
  sidecars: Sidecars = () => undefined,
): CallApplication & { close(): void } {
  const connections = new HttpAgent({ keepAlive: true, timeout: timeoutMs })
  const call: CallApplication = async (caller, application, request) => {
    const own = passedOn(caller, request.headers)
    const meshed = sidecars(caller, application, { ...request, method: 'GET', headers: own })
    if (meshed && 'status' in meshed) return { status: meshed.status, body: meshed.text, route: '' }
    if (meshed) return ask(application, meshed.port, request, meshed.headers)
    const chosen = agent.choose(caller, application, request)
    const ip = chosen?.pod.status?.podIP
    const port = network.resolve(ip, network.firstPort(ip) ?? 0)
    if (chosen === undefined || port === undefined) return noInstance(application)
    return ask(application, port, request, { ...own, ...chosen.headers })
  }

  async function ask(
    application: string,
    port: number,
    { path: plain, query }: Pick<PodRequest, 'path' | 'query'>,
    headers: Record<string, string>,
  ): Promise<PodAnswer> {
    const path = `${plain}${query}`
    try {
      return await get(connections, port, path, headers)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return { status: 502, body: `${application}: ${reason}`, route: path }
    }
  }

  return Object.assign(call, { close: () => connections.destroy() })
}

function noInstance(application: string): PodAnswer {
  return { status: 503, body: `no instance of ${application} is ready`, route: '' }
}

/**
 * What an application passes on by itself: its trace, and the headers that its variable `FORWARD_HEADERS` names. Agents pass
 * the tag on for their application; sidecars do not.
 */
function passedOn(
  caller: Pod,
  headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
  const env = caller.spec.containers.flatMap((container) => container.env ?? [])
  const named = env.find(({ name }) => name === 'FORWARD_HEADERS')?.value ?? ''
  const wanted = ['traceparent', ...named.split(',').map((name) => name.trim().toLowerCase())]
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}

function get(agent: HttpAgent, port: number, path: string, headers: Record<string, string>) {
  return new Promise<PodAnswer>((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', port, path, headers, agent }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode ?? 502, body, route: path })
      })
    })
    outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error('no answer in time')))
    outgoing.on('error', reject)
    outgoing.end()
  })
}
