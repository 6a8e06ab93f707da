import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Pool } from 'undici'
import { parse } from 'yaml'
import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { connect, disconnect } from '@/lib/k8s/connect'

/** How many requests our transport and the raw loop keep under way. */
export const connections = 8
const startMs = 30_000

const Kubeconfig = z.object({
  clusters: z.tuple([
    z.object({ cluster: z.object({ server: z.string(), 'certificate-authority-data': z.string() }) }),
  ]),
  users: z.tuple([z.object({ user: z.object({ token: z.string() }) })]),
})

export type BenchCluster = {
  folder: string
  kubeconfig: string
  client: ClusterClient
  raw: RawLoop
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
    async stop() {
      await disconnect(folder)
      await raw.close()
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
      fs.rmSync(folder, { recursive: true, force: true })
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
  private readonly pool: Pool
  private readonly headers: Record<string, string>

  constructor(kubeconfig: string) {
    const { clusters, users } = Kubeconfig.parse(parse(kubeconfig))
    const { server, 'certificate-authority-data': ca } = clusters[0].cluster
    this.pool = new Pool(server, { connections, connect: { ca: Buffer.from(ca, 'base64') } })
    this.headers = { authorization: `Bearer ${users[0].user.token}` }
  }

  async apply(objects: readonly KubeObject[]): Promise<void> {
    const waiting = objects.values()
    const worker = async () => {
      for (const object of waiting) {
        const path = `${pathOf(object)}?fieldManager=raw&force=true`
        await this.send('PATCH', path, JSON.stringify(object), 'application/apply-patch+yaml')
      }
    }
    await Promise.all(Array.from({ length: connections }, worker))
  }

  async remove(objects: readonly KubeObject[]): Promise<void> {
    const waiting = objects.values()
    const worker = async () => {
      for (const object of waiting) await this.send('DELETE', pathOf(object))
    }
    await Promise.all(Array.from({ length: connections }, worker))
  }

  close(): Promise<void> {
    return this.pool.destroy()
  }

  private async send(method: 'PATCH' | 'DELETE', path: string, body?: string, type?: string): Promise<void> {
    const headers = { ...this.headers, ...(type && { 'content-type': type }) }
    const answer = await this.pool.request({ method, path, headers, body })
    const text = await answer.body.text()
    if (answer.statusCode >= 300)
      throw new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 300)}`)
  }
}

function pathOf({ kind, metadata }: KubeObject): string {
  return `/${collections[kind]}/${metadata.name}`
}
