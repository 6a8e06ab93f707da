import { createTestDatabase, serveFrom, type TestDatabase } from '@/lib/db/test-database'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
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

export async function startTestConsole(): Promise<TestConsole> {
  const [database, cluster] = await Promise.all([createTestDatabase(), startTestCluster()])
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
  return {
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name },
    spec: {
      cluster: 'test',
      namespace: 'default',
      applications: [
        {
          name: 'spring-cloud-a',
          deployment: 'spring-cloud-a',
          service: { name: 'spring-cloud-a', port: 20001 },
        },
        { name: 'spring-cloud-b', deployment: 'spring-cloud-b' },
        { name: 'spring-cloud-c', deployment: 'spring-cloud-c' },
      ],
      entries: [
        {
          name: 'web',
          provider: 'mse',
          application: 'spring-cloud-a',
          host: 'example.com',
          paths: [{ path: '/', type: 'Prefix' }],
        },
      ],
      lanes: [
        {
          tag: 'gray',
          versions: [
            {
              application: 'spring-cloud-a',
              image: 'registry.example.com/spring-cloud-a:1.1.0',
              replicas: 1,
            },
            {
              application: 'spring-cloud-c',
              image: 'registry.example.com/spring-cloud-c:1.1.0',
              replicas: 1,
            },
          ],
        },
      ],
      rules: [
        {
          name: 'testers',
          match: [[{ source: 'query', name: 'group', operator: 'exact', value: 'gray' }]],
          targets: [{ lane: 'gray', weight: 100 }],
        },
        { name: 'everyone', targets: [{ lane: 'baseline', weight: 100 }] },
      ],
      ...change,
    },
  }
}
