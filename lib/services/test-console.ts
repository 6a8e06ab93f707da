import { createTestDatabase, serveFrom, type TestDatabase } from '@/lib/db/test-database'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { mallInput } from '@/lib/domain/testdata/mall'
import { disconnect } from '@/lib/k8s/connect'
import { startTestCluster, type TestCluster } from '@/lib/k8s/test-cluster'
import { closeOperationFeed } from '@/lib/operations/watch-operation'
import { registerCluster } from './clusters/register-cluster'
import type { Role, ServiceContext } from './context'

/** A database of the test's own, and a running cluster registered in it as `test`. */
export type TestConsole = {
  database: TestDatabase
  cluster: TestCluster
  as(role: Role): ServiceContext
  stop(): Promise<void>
}

export async function startTestConsole(options: { demo?: boolean } = {}): Promise<TestConsole> {
  const [database, cluster] = await Promise.all([createTestDatabase(), startTestCluster(options)])
  serveFrom(database)
  const as = (role: Role): ServiceContext => ({
    db: database.db,
    actor: { kind: 'user', id: `test-${role}`, name: `the ${role}`, role },
    now: () => new Date(),
    requestId: 'test',
    language: 'en',
  })
  await registerCluster(as('admin'), { name: 'test', kubeconfig: cluster.kubeconfig, allowLoopback: true })
  return {
    database,
    cluster,
    as,
    async stop() {
      const rows = await database.db.cluster.findMany({ select: { id: true } })
      await Promise.all(rows.map(({ id }) => disconnect(id)))
      await closeOperationFeed()
      await database.drop()
      await cluster.stop()
    },
  }
}

/** The demo's document: a and c in the lane, requests with `group=gray` go in. */
export function demoDocument(name: string, change: Partial<LaneGroupInput['spec']> = {}): LaneGroupInput {
  const base = mallInput({ cluster: 'test' })
  const everyone = { name: 'everyone', targets: [{ lane: 'baseline', weight: 100 }] }
  const rules = [...(base.spec.rules ?? []), everyone]
  return { ...base, metadata: { name }, spec: { ...base.spec, rules, ...change } }
}
