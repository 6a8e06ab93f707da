import { afterAll, beforeAll, expect, test } from 'vitest'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { insertCluster } from './clusters'
import { insertLaneGroup } from './lane-groups'
import { saveProgress } from './operation-progress'
import { insertOperation } from './operations'
import { createTestDatabase, type TestDatabase } from './test-database'

let database: TestDatabase
let operationId: string

beforeAll(async () => {
  database = await createTestDatabase()
  operationId = await database.db.$transaction(async (tx) => {
    const clusterId = await insertCluster(tx, {
      name: 'test',
      server: 'https://127.0.0.1',
      context: 'test',
      kubeconfig: '',
      allowLoopback: true,
      registered: 'start',
    })
    const document = LaneGroupDocument.parse({
      apiVersion: 'lanekeeper.io/v1',
      kind: 'LaneGroup',
      metadata: { name: 'mall' },
      spec: { cluster: 'test', namespace: 'default', applications: [{ name: 'a', deployment: 'a' }] },
    })
    const groupId = await insertLaneGroup(tx, { document, clusterId, at: new Date(), by: 'tester' })
    return insertOperation(tx, {
      kind: 'push',
      groupId,
      groupName: 'mall',
      clusterId,
      revisionNumber: 1,
      lane: null,
      createdBy: 'tester',
      steps: ['plan', 'workloads'],
    })
  })
}, 60_000)
afterAll(() => database.drop())

const stepOf = (name: string) => database.db.operationStep.findFirstOrThrow({ where: { operationId, name } })

async function write(name: string, state: 'running' | 'succeeded') {
  const { id } = await stepOf(name)
  const progress = { objects: [], steps: [{ id, state }], operation: null }
  await database.db.$transaction((tx) => saveProgress(tx, operationId, progress))
  return stepOf(name)
}

test('a step that is gone through again is timed anew, not from its first run', async () => {
  await write('plan', 'running')
  const first = await write('plan', 'succeeded')
  const again = await write('plan', 'running')
  expect(again.finishedAt).toBeNull()
  expect(again.startedAt?.getTime()).toBeGreaterThan(first.finishedAt?.getTime() ?? 0)
})

test('a step that had nothing left to do keeps its times', async () => {
  await write('workloads', 'running')
  const first = await write('workloads', 'succeeded')
  const again = await write('workloads', 'succeeded')
  expect([again.startedAt, again.finishedAt]).toEqual([first.startedAt, first.finishedAt])
})
