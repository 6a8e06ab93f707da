import { type ClusterClient, createClusterClient } from './cluster-client'
import { type FaultProxy, startFaultProxy } from './fault-proxy'
import type { ClusterCredentials } from './parse-kubeconfig'
import { createTransport, type Transport, type TransportLimits } from './transport'

/** The server that stands behind the proxy. */
export type Behind = {
  url: string
  certificates: { authority: string; certificate: string; key: string }
  token: string
}
export type FaultBench = {
  proxy: FaultProxy
  credentials: ClusterCredentials
  transport: Transport
  client: ClusterClient
  close(): Promise<void>
}

/** For tests: a client that reaches a real server through a proxy that fails as it is told; pauses are short. */
export async function openFaultBench(
  behind: Behind,
  limits: Partial<TransportLimits> = {},
  times = { connectMs: 2_000, pingEveryMs: 200, pingAnswerMs: 1_000 },
): Promise<FaultBench> {
  const { authority, certificate, key } = behind.certificates
  const proxy = await startFaultProxy({
    tls: { key, cert: certificate },
    upstream: { url: behind.url, ca: authority },
  })
  const credentials: ClusterCredentials = {
    server: proxy.url,
    context: 'fault',
    namespace: undefined,
    ca: authority,
    tlsServerName: undefined,
    token: behind.token,
    cert: undefined,
    key: undefined,
  }
  const transport = createTransport(credentials, {
    allowLoopback: true,
    limits: { retryCapMs: 20, ...limits },
    times,
  })
  const client = createClusterClient('prod', transport)
  return {
    proxy,
    credentials,
    transport,
    client,
    async close() {
      await client.close()
      await proxy.close()
    },
  }
}
