import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { type ClientHttp2Session, connect as openSession } from 'node:http2'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parse } from 'yaml'
import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { connect, disconnect } from '@/lib/k8s/connect'
import { startTcpRelay, type TcpRelay } from '@/lib/k8s/tcp-relay'
import { startRelay } from './start-relay'

/** How many requests our transport and the raw loop keep under way on their one connection. */
export const underWay = 16
const startMs = 30_000

const Kubeconfig = z.object({
  clusters: z.tuple([
    z.object({ cluster: z.object({ server: z.string(), 'certificate-authority-data': z.string() }) }),
  ]),
  users: z.tuple([z.object({ user: z.object({ token: z.string() }) })]),
})

/** A way to the cluster, as slow as it was asked for. */
export type Way = {
  kubeconfig: string
  client: ClusterClient
  raw: RawLoop
  close(): Promise<void>
}
export type BenchCluster = {
  folder: string
  kubeconfig: string
  client: ClusterClient
  raw: RawLoop
  /** Another way to it, on which each request takes `delayMs` longer. */
  delayed(delayMs: number): Promise<Way>
  /** Another way to it, which can be closed and opened. */
  relayed(): Promise<Way & { relay: TcpRelay }>
  stop(): Promise<void>
}

/** The embedded cluster without its demo, a process of its own on loopback, in a folder that is removed after. */
export async function startBenchCluster(): Promise<BenchCluster> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lanekeeper-bench-'))
  const child = spawn(process.execPath, ['.build/sandbox.mjs'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      LANEKEEPER_DATA: folder,
      LANEKEEPER_CLUSTER_PORT: '0',
      LANEKEEPER_GATEWAY_PORT: '0',
      LANEKEEPER_DEMO: 'off',
      LANEKEEPER_TRICKLE: '0',
    },
  })
  const kubeconfig = await kubeconfigOf(child)
  const text = fs.readFileSync(kubeconfig, 'utf8')
  const client = connect({ id: folder, name: 'bench', kubeconfig: text, allowLoopback: true })
  const raw = new RawLoop(text)
  return {
    folder,
    kubeconfig,
    client,
    raw,
    delayed: (delayMs) => openDelayed(folder, text, delayMs),
    relayed: () => openRelayed(folder, text),
    async stop() {
      await disconnect(folder)
      raw.close()
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function openDelayed(folder: string, kubeconfig: string, delayMs: number): Promise<Way> {
  const relay = await startRelay(portOf(kubeconfig), delayMs)
  const way = openWay(folder, kubeconfig, relay.port)
  return {
    ...way,
    async close() {
      await way.close()
      relay.stop()
    },
  }
}

async function openRelayed(folder: string, kubeconfig: string): Promise<Way & { relay: TcpRelay }> {
  const relay = await startTcpRelay({ host: '127.0.0.1', port: portOf(kubeconfig) })
  const way = openWay(folder, kubeconfig, relay.port)
  return {
    ...way,
    relay,
    async close() {
      await way.close()
      await relay.close()
    },
  }
}

const serverOf = (kubeconfig: string) => Kubeconfig.parse(parse(kubeconfig)).clusters[0].cluster.server
const portOf = (kubeconfig: string) => Number(new URL(serverOf(kubeconfig)).port)

function openWay(folder: string, kubeconfig: string, port: number): Way {
  const text = kubeconfig.replaceAll(serverOf(kubeconfig), `https://127.0.0.1:${port}`)
  const file = path.join(folder, `${port}.kubeconfig`)
  fs.writeFileSync(file, text, { mode: 0o600 })
  const id = `${folder} ${port}`
  const client = connect({ id, name: 'bench', kubeconfig: text, allowLoopback: true })
  const raw = new RawLoop(text)
  return {
    kubeconfig: file,
    client,
    raw,
    async close() {
      await disconnect(id)
      raw.close()
    },
  }
}

async function kubeconfigOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output of the cluster')
  const lines = createInterface({ input: child.stdout })
  const timer = setTimeout(() => lines.close(), startMs)
  for await (const line of lines) {
    const [, facts] = /^sandbox ready (\{.*\})$/.exec(line) ?? []
    if (facts === undefined) continue
    clearTimeout(timer)
    child.stdout.resume()
    return z.object({ kubeconfig: z.string() }).parse(JSON.parse(facts)).kubeconfig
  }
  throw new Error('the cluster did not start')
}

const collections: Record<string, string> = {
  Namespace: 'api/v1/namespaces',
  Deployment: 'apis/apps/v1/namespaces/bench/deployments',
  Service: 'api/v1/namespaces/bench/services',
  Ingress: 'apis/networking.k8s.io/v1/namespaces/bench/ingresses',
}

/** What no client can beat by much: server-side apply requests on kept-alive connections, and nothing else. */
export class RawLoop {
  private readonly session: ClientHttp2Session
  private readonly headers: Record<string, string>

  constructor(kubeconfig: string) {
    const { clusters, users } = Kubeconfig.parse(parse(kubeconfig))
    const { server, 'certificate-authority-data': ca } = clusters[0].cluster
    this.session = openSession(server, { ca: Buffer.from(ca, 'base64') })
    // What was asked on it fails with its own error.
    this.session.on('error', () => {})
    this.headers = { authorization: `Bearer ${users[0].user.token}` }
  }

  async apply(objects: readonly KubeObject[]): Promise<void> {
    await atOnce(objects, (object) => {
      const path = `${pathOf(object)}?fieldManager=raw&force=true`
      return this.send('PATCH', path, JSON.stringify(object), 'application/apply-patch+yaml')
    })
  }

  async remove(objects: readonly KubeObject[]): Promise<void> {
    await atOnce(objects, (object) => this.send('DELETE', pathOf(object)))
  }

  close(): void {
    this.session.destroy()
  }

  private send(method: 'PATCH' | 'DELETE', path: string, body?: string, type?: string): Promise<void> {
    const stream = this.session.request({
      ...this.headers,
      ':method': method,
      ':path': path,
      ...(type && { 'content-type': type }),
    })
    return new Promise((resolve, reject) => {
      let status = 0
      let text = ''
      stream.setEncoding('utf8')
      stream.on('response', (headers) => {
        status = headers[':status'] ?? 0
      })
      stream.on('data', (chunk: string) => {
        text += chunk
      })
      stream.on('error', reject)
      stream.on('end', () =>
        status < 300 ? resolve() : reject(new Error(`${method} ${path}: ${status} ${text.slice(0, 300)}`)),
      )
      stream.end(body)
    })
  }
}

async function atOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values()
  const worker = async () => {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: underWay }, worker))
}

function pathOf({ kind, metadata }: KubeObject): string {
  return `/${collections[kind]}/${metadata.name}`
}
