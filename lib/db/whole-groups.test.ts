import { afterAll, beforeAll, expect, test } from 'vitest'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { insertCluster } from './clusters'
import { deleteLaneGroup, findLaneGroup, insertLaneGroup, replaceLaneGroup } from './lane-groups'
import { createTestDatabase, type TestDatabase } from './test-database'

let database: TestDatabase
let clusterId: string

const saves = 60
const readers = 4

beforeAll(async () => {
  database = await createTestDatabase()
  clusterId = await database.db.$transaction((tx) =>
    insertCluster(tx, {
      ...{ name: 'test', server: 'https://test', context: 'test', kubeconfig: 'secret' },
      ...{ allowLoopback: false, registered: 'user' },
    }),
  )
})

afterAll(() => database.drop())

/** A document in which every part bears the number of its revision. */
function documentOf(revision: number): LaneGroupDocument {
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'busy' },
    spec: {
      title: `revision ${revision}`,
      cluster: 'test',
      namespace: 'default',
      applications: [{ name: 'a', deployment: `a-${revision}` }],
      lanes: [{ tag: 'gray', versions: [{ application: 'a', image: `a:${revision}` }] }],
    },
  })
}

test('who reads while others save and delete sees one revision whole, or no group', async () => {
  const by = { clusterId, at: new Date('2030-01-01T00:00:00Z'), by: 'ops' }
  const id = await database.db.$transaction((tx) => insertLaneGroup(tx, { ...by, document: documentOf(1) }))
  let isOver = false
  const torn: unknown[] = []
  let seen = 0
  async function readOn(): Promise<void> {
    while (!isOver) {
      const found = await findLaneGroup(database.db, { name: 'busy' })
      if (found === null) continue
      seen += 1
      try {
        expect(found.document).toEqual(documentOf(found.revision))
      } catch (error) {
        torn.push(error)
      }
    }
  }
  const reading = Promise.all(Array.from({ length: readers }, readOn))
  for (let revision = 1; revision <= saves; revision++) {
    const change = { ...by, id, revision, laneTags: ['gray'], document: documentOf(revision + 1) }
    expect(await database.db.$transaction((tx) => replaceLaneGroup(tx, change))).toBe(true)
  }
  await database.db.$transaction((tx) => deleteLaneGroup(tx, id, saves + 1))
  isOver = true
  await reading
  expect(torn).toEqual([])
  expect(seen).toBeGreaterThan(saves / 2)
})
