import { afterAll, beforeAll, expect, test } from 'vitest'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { mallInput } from '@/lib/domain/testdata/mall'
import { insertCluster } from './clusters'
import { getLaneGroup, insertLaneGroup } from './lane-groups'
import { createTestDatabase, type TestDatabase } from './test-database'

let database: TestDatabase
const document = LaneGroupDocument.parse(mallInput({ cluster: 'test' }))
const warnings: string[] = []
const listen = ({ message }: Error) => warnings.push(message)

beforeAll(async () => {
  process.on('warning', listen)
  database = await createTestDatabase()
  await database.db.$transaction(async (tx) => {
    const clusterId = await insertCluster(tx, {
      name: 'test',
      server: 'https://test',
      context: 'test',
      kubeconfig: 'secret',
      allowLoopback: false,
      registered: 'user',
    })
    await insertLaneGroup(tx, { clusterId, at: new Date(), by: 'ops', document })
  })
})
afterAll(async () => {
  process.off('warning', listen)
  await database?.drop()
})

test('the parts of a document are asked for one after the other within a transaction', async () => {
  const { name } = document.metadata
  const found = await database.db.$transaction((tx) => getLaneGroup(tx, name))
  expect(found.document).toEqual(document)
  expect(warnings).toEqual([])
})

test('a query that fails takes its transaction with it and nothing else', async () => {
  const { db } = database
  await expect(
    db.$transaction((tx) => Promise.all([tx.$queryRaw`select 1 / 0`, tx.$queryRaw`select 3 as n`])),
  ).rejects.toThrow(/division by zero/)
  expect(await db.$queryRaw`select 4 as n`).toEqual([{ n: 4 }])
})
