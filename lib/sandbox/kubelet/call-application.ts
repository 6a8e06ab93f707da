import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import type { Agent } from '@/lib/sandbox/agent/agent'
import type { CallApplication, PodAnswer } from './pod-answer'
import type { PodNetwork } from './pod-network'

const timeoutMs = 40_000

/** Calls between applications: the agent chooses the pod, the call goes over its loopback socket. */
export function createCallApplication(
  agent: Agent,
  network: PodNetwork,
): CallApplication & { close(): void } {
  const connections = new HttpAgent({ keepAlive: true, timeout: timeoutMs })
  const call: CallApplication = async (caller, application, request) => {
    const chosen = agent.choose(caller, application, request)
    const ip = chosen?.pod.status?.podIP
    const port = network.resolve(ip, network.firstPort(ip) ?? 0)
    if (chosen === undefined || port === undefined) return noInstance(application)
    const path = `${request.path}${request.query}`
    try {
      return await get(connections, port, path, { ...passedOn(request.headers), ...chosen.headers })
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

/** What a Spring application passes on by itself: nothing of the caller's but its trace. The tag is the agent's. */
function passedOn(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const { traceparent } = headers
  return typeof traceparent === 'string' ? { traceparent } : {}
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
