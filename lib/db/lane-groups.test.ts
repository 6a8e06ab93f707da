import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { insertCluster } from './clusters'
import { listLaneGroupPage } from './lane-group-list'
import {
  findLaneGroup,
  findSameWorkloads,
  getLaneGroup,
  insertLaneGroup,
  replaceLaneGroup,
} from './lane-groups'
import { createTestDatabase, type TestDatabase } from './test-database'

let database: TestDatabase
let clusterId: string

const full = LaneGroupDocument.parse({
  apiVersion: 'lanekeeper.io/v1',
  kind: 'LaneGroup',
  metadata: { name: 'mall' },
  spec: {
    title: '商城下单链路',
    cluster: 'test',
    namespace: 'default',
    mode: 'permissive',
    tagPlacement: 'both',
    registryDelaySeconds: 5,
    allowManaged: false,
    capacityRatio: 1.5,
    applications: [
      { name: 'a', deployment: 'spring-a', service: { name: 'spring-a', port: 20001 }, calls: ['b'] },
      { name: 'b', deployment: 'spring-b', calls: [] },
    ],
    entries: [
      {
        name: 'web',
        provider: 'mse',
        application: 'a',
        host: 'example.com',
        paths: [{ path: '/', type: 'Prefix' }],
        settings: { ingressClassName: 'mse' },
      },
      { name: 'bare', provider: 'mse', application: 'b' },
    ],
    lanes: [
      {
        tag: 'gray',
        title: '灰度',
        versions: [
          {
            application: 'a',
            image: 'r.example/a:1',
            replicas: 0,
            config: 'share',
            patch: { spec: { x: null } },
          },
          { application: 'b', image: 'r.example/b:1', name: 'other' },
        ],
      },
      { tag: 'blue', state: 'parked', passTag: false },
    ],
    rules: [
      {
        name: 'testers',
        entries: ['web'],
        match: [[{ source: 'query', name: 'group', operator: 'exact', value: 'gray' }]],
        targets: [{ lane: 'gray', weight: 100 }],
      },
      {
        name: 'everyone',
        targets: [
          { lane: 'baseline', weight: 90 },
          { lane: 'gray', weight: 10 },
        ],
        sticky: { source: 'cookie', name: 'uid' },
      },
    ],
  },
})

const named = (name: string) => ({ ...full, metadata: { name } })
const base = () => ({ clusterId, at: new Date('2030-01-01T00:00:00Z'), by: 'ops' })

beforeAll(async () => {
  database = await createTestDatabase()
  clusterId = await database.db.$transaction((tx) =>
    insertCluster(tx, {
      name: 'test',
      server: 'https://test',
      context: 'test',
      kubeconfig: 'secret',
      allowLoopback: false,
      registered: 'user',
    }),
  )
})

afterAll(() => database.drop())

test('a document comes back as it went in, with every optional field and with none', async () => {
  const bare = LaneGroupDocument.parse({
    ...named('bare'),
    spec: { cluster: 'test', namespace: 'default', applications: [{ name: 'a', deployment: 'a' }] },
  })
  for (const document of [full, bare]) {
    await database.db.$transaction((tx) => insertLaneGroup(tx, { ...base(), document }))
    expect((await getLaneGroup(database.db, document.metadata.name)).document).toEqual(document)
  }
})

test('a lane keeps its colour for ever, also when it goes and comes back', async () => {
  const before = await getLaneGroup(database.db, 'mall')
  const lanes = (tags: string[]): LaneGroupDocument => ({
    ...full,
    spec: {
      ...full.spec,
      lanes: tags.map((tag) => ({ tag, state: 'active', passTag: true, versions: [] }) as const),
      rules: [],
    },
  })
  let { revision } = before
  for (const tags of [['blue'], ['green', 'blue'], ['gray', 'green']]) {
    const known = await getLaneGroup(database.db, 'mall')
    const change = {
      ...base(),
      id: known.id,
      revision,
      laneTags: known.laneTags,
      document: lanes(tags),
    }
    expect(await database.db.$transaction((tx) => replaceLaneGroup(tx, change))).toBe(true)
    revision += 1
  }
  const after = await findLaneGroup(database.db, { name: 'mall' })
  expect(after?.colours).toEqual({ gray: 0, blue: 1, green: 2 })
  expect(after?.revision).toBe(before.revision + 3)
})

test('a revision that is not the last one changes nothing', async () => {
  const before = await getLaneGroup(database.db, 'bare')
  const change = {
    ...base(),
    id: before.id,
    revision: before.revision + 1,
    laneTags: [],
    document: named('bare'),
  }
  expect(await database.db.$transaction((tx) => replaceLaneGroup(tx, change))).toBe(false)
  expect(await getLaneGroup(database.db, 'bare')).toEqual(before)
})

test('workloads that another group of the namespace makes are found by name', async () => {
  await database.db.$transaction((tx) => insertLaneGroup(tx, { ...base(), document: named('twin') }))
  const place = { clusterId, namespace: 'default', exceptGroup: 'mall', names: ['a-gray', 'other', 'b-gray'] }
  const same = await database.db.$transaction((tx) => findSameWorkloads(tx, place))
  expect(same).toEqual([
    { name: 'a-gray', group: 'twin' },
    { name: 'other', group: 'twin' },
  ])
})

describe('the list', () => {
  beforeAll(async () => {
    for (let number = 0; number < 25; number++) {
      const document = named(`page-${String(number).padStart(2, '0')}`)
      const at = new Date(Date.UTC(2031, 0, 1, 0, number % 5))
      await database.db.$transaction((tx) => insertLaneGroup(tx, { ...base(), at, document }))
    }
  })

  test.each(['name', 'updated'] as const)(
    'by %s gives each group once, also while groups are added',
    async (sort) => {
      const names: string[] = []
      let after: { key: string; id: string } | undefined
      do {
        const page = await listLaneGroupPage(database.db, { search: 'page-', sort, limit: 7, after })
        names.push(...page.items.map((group) => group.name))
        after = page.next ?? undefined
        const extra = named(`page-00-${sort}-${names.length}`)
        await database.db.$transaction((tx) =>
          insertLaneGroup(tx, { ...base(), at: new Date('2040-01-01'), document: extra }),
        )
      } while (after)
      const first = names.filter((name) => /^page-\d\d$/.test(name))
      expect(new Set(first).size).toBe(25)
      expect(first).toHaveLength(25)
    },
  )

  test('finds by name, title, host, lane and application, and takes % and _ as they are', async () => {
    const find = (search: string) => listLaneGroupPage(database.db, { search, sort: 'name', limit: 1 })
    for (const search of ['TWIN', '商城', 'example.com', '灰', 'gray'])
      expect((await find(search)).total, search).toBeGreaterThan(0)
    for (const search of ['%', '_', '\\', "'; drop table users; --"])
      expect((await find(search)).total).toBe(0)
  })

  test('filters by cluster and state', async () => {
    const list = (filter: { cluster?: string; state?: 'draft' | 'inSync' }) =>
      listLaneGroupPage(database.db, { sort: 'name', limit: 1, ...filter })
    expect((await list({ cluster: 'other' })).total).toBe(0)
    expect((await list({ state: 'inSync' })).total).toBe(0)
    expect((await list({ state: 'draft', cluster: 'test' })).items[0]?.state).toBe('draft')
  })
})
