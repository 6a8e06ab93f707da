import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { namedPort } from '@/lib/sandbox/controllers/endpoint-slice-endpoints'
import type { Pod, Probe } from '@/lib/sandbox/shapes/pod'
import type { PodNetwork } from './pod-network'

/** The outcome of one probe, with the kubelet's words for a failure. */
export type ProbeResult = { ok: true } | { ok: false; message: string }

/**
 * Runs a probe once. `exec` always succeeds: there is no process to run it in.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes
 */
export async function runProbe(network: PodNetwork, pod: Pod, probe: Probe): Promise<ProbeResult> {
  const target = probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port
  if (target === undefined) return { ok: true }
  const ip = pod.status?.podIP ?? ''
  const port = typeof target === 'number' ? target : namedPort(pod, target)
  const loopback = port === undefined ? undefined : network.resolve(ip, port)
  if (loopback === undefined) {
    return { ok: false, message: `dial tcp ${ip}:${target}: connect: connection refused` }
  }
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1_000
  return probe.httpGet === undefined
    ? probeTcp(loopback, timeoutMs)
    : probeHttp(loopback, probe.httpGet.path ?? '/', timeoutMs)
}

function probeTcp(port: number, timeoutMs: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    const finish = (result: ProbeResult) => {
      socket.destroy()
      resolve(result)
    }
    socket.setTimeout(timeoutMs, () => finish({ ok: false, message: 'i/o timeout' }))
    socket.once('connect', () => finish({ ok: true }))
    socket.once('error', (error) => finish({ ok: false, message: error.message }))
  })
}

function probeHttp(port: number, path: string, timeoutMs: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const headers = { 'user-agent': 'kube-probe/sandbox', connection: 'close' }
    const outgoing = httpRequest({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume()
      const status = response.statusCode ?? 0
      const ok = status >= 200 && status < 400
      resolve(ok ? { ok } : { ok, message: `HTTP probe failed with statuscode: ${status}` })
    })
    outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error('context deadline exceeded')))
    outgoing.on('error', (error) => resolve({ ok: false, message: error.message }))
    outgoing.end()
  })
}
