import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, vi } from 'vitest'
import type { Database } from '@/lib/db/client'
import { findOperationDetail, type OperationDetail } from '@/lib/db/operations'
import { createTestDatabase } from '@/lib/db/test-database'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { OperationKind, OperationState } from '@/lib/domain/operation'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { connect, disconnect } from '@/lib/k8s/connect'
import { startTestCluster, type TestCluster } from '@/lib/k8s/test-cluster'
import { enqueueOperation } from './enqueue'
import { registerTestCluster } from './test-group'

/** For tests: a database, a cluster with the demo, and this process' settings pointing at both. */
export type Bench = {
  db: Database
  databaseUrl: string
  folder: string
  cluster: TestCluster
  clusterId: string
  client: ClusterClient
  close(): Promise<void>
}

export async function openBench(): Promise<Bench> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lk-bench-'))
  const [database, cluster] = await Promise.all([createTestDatabase(), startTestCluster()])
  vi.stubEnv('DATABASE_URL', database.url)
  vi.stubEnv('LANEKEEPER_DATA', folder)
  vi.stubEnv('LANEKEEPER_KEY_FILE', path.join(folder, 'key'))
  const clusterId = await registerTestCluster(database.db, cluster.kubeconfig)
  const { kubeconfig } = cluster
  const client = connect({ id: 'bench', name: 'sandbox', kubeconfig, allowLoopback: true })
  return {
    db: database.db,
    databaseUrl: database.url,
    folder,
    cluster,
    clusterId,
    client,
    async close() {
      await disconnect('bench')
      await disconnect(clusterId)
      await cluster.stop()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Puts an operation in line as a service does. */
export const start = (
  { db }: Bench,
  operation: { kind: OperationKind; groupId: string; revision: number; lane?: string },
): Promise<string> =>
  db.$transaction((tx) => enqueueOperation(tx, { ...operation, actor: { name: 'tester' } }))

export async function detailOf({ db }: Bench, id: string): Promise<OperationDetail> {
  const detail = await findOperationDetail(db, id)
  if (detail === null) throw new Error(`no operation ${id}`)
  return detail
}

/** Waits for a state; fails with what the operation says when it ends in another. */
export async function untilState(
  bench: Bench,
  id: string,
  state: OperationState,
  timeout = 30_000,
): Promise<OperationDetail> {
  let last: OperationDetail | undefined
  await expect
    .poll(
      async () => {
        last = await detailOf(bench, id)
        const isOver = last.finishedAt !== null && last.state !== state
        return isOver ? `${last.state}: ${JSON.stringify(last.error?.message)}` : last.state
      },
      { timeout, interval: 50 },
    )
    .toBe(state)
  return last ?? detailOf(bench, id)
}

/** What a group can change in the demo's namespace, without what the server counts by itself. */
export async function snapshot({ client }: Bench): Promise<Record<string, unknown>> {
  const kinds = [
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    { apiVersion: 'v1', kind: 'Service' },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  ]
  const objects = (
    await Promise.all(kinds.map((kind) => client.list({ ...kind, namespace: 'default' })))
  ).flat()
  return Object.fromEntries(objects.map((object) => [nameOf(object), written(object)]))
}

export const nameOf = ({ kind, metadata }: KubeObject): string => `${kind}/${metadata.name}`

function written({ spec, metadata }: KubeObject) {
  return { uid: metadata.uid, labels: metadata.labels, annotations: metadata.annotations ?? {}, spec }
}

/** Asks the gateway as a client of the demo does. */
export async function ask({ cluster }: Bench, query: string): Promise<string> {
  const { request } = await import('undici')
  const answer = await request(`${cluster.gateways.mse}/A/a${query}`, { headers: { host: 'example.com' } })
  return answer.body.text()
}

/** The chain without the addresses: `Agray -> B -> Cgray`. */
export const chain = (answer: string): string => answer.replace(/\[[^\]]*\]/g, '').trim()
