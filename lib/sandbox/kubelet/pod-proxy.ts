import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import type { Pod } from '@/lib/sandbox/shapes/pod'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { PodNetwork } from './pod-network'

/** What a pod answered through the API server. */
export type ProxyAnswer = { status: number; headers: Record<string, string>; body: Buffer }

/** The proxy subresource of pods; without a port it is the lowest on which the pod answers. */
export type PodProxy = (
  pod: KubeObject,
  port: number | undefined,
  path: string,
  query: string,
  method: string,
  headers: IncomingHttpHeaders,
  body?: Buffer,
) => Promise<ProxyAnswer>

const timeoutMs = 30_000

/** @see https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls */
export function createPodProxy(network: PodNetwork): PodProxy {
  return (object, wanted, path, query, method, headers, body) => {
    const ip = (object as Pod).status?.podIP
    const port = wanted ?? network.firstPort(ip) ?? 80
    const loopback = network.resolve(ip, port)
    if (loopback === undefined) {
      return Promise.resolve(unreachable(`dial tcp ${ip ?? ''}:${port}: connect: connection refused`))
    }
    const mark = query === '' || query.startsWith('?') ? query : `?${query}`
    return new Promise((resolve) => {
      const options = { host: '127.0.0.1', port: loopback, method, path: `${path || '/'}${mark}`, headers }
      const outgoing = httpRequest(options, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', (error) => resolve(unreachable(error.message)))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 502,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
            ),
            body: Buffer.concat(chunks),
          }),
        )
      })
      outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error('i/o timeout')))
      outgoing.on('error', (error) => resolve(unreachable(error.message)))
      outgoing.end(body)
    })
  }
}

function unreachable(reason: string): ProxyAnswer {
  const body = Buffer.from(`error trying to reach service: ${reason}`)
  return { status: 503, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}
