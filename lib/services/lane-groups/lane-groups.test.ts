import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getLaneGroup as getRecord } from '@/lib/db/lane-groups'
import { intendEdits } from '@/lib/db/object-edits'
import { mallInput } from '@/lib/domain/testdata/mall'
import { listAudit } from '@/lib/services/audit/list-audit'
import { createCluster } from '@/lib/services/clusters/create-cluster'
import { deleteCluster } from '@/lib/services/clusters/delete-cluster'
import type { ServiceContext } from '@/lib/services/context'
import { getOperation } from '@/lib/services/operations/get-operation'
import { listOperations } from '@/lib/services/operations/list-operations'
import { diffRevisions, listRevisions } from '@/lib/services/revisions/list-revisions'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { createToken } from '@/lib/services/tokens/create-token'
import { createUser } from '@/lib/services/users/create-user'
import { say } from '@/lib/words/sentence'
import { abortLane } from './abort-lane'
import { deleteLaneGroup } from './delete-lane-group'
import { getLaneGroup } from './get-lane-group'
import { listLaneGroups } from './list-lane-groups'
import { planLaneGroup } from './plan-lane-group'
import { pushLaneGroup } from './push-lane-group'
import { removeLane } from './remove-lane'
import { rollBack } from './roll-back'
import { saveLaneGroup } from './save-lane-group'
import { cleanLane, parkLane, resumeLane } from './set-lane-state'

let home: TestConsole
let operator: ServiceContext
let viewer: ServiceContext
let admin: ServiceContext

beforeAll(async () => {
  home = await startTestConsole()
  operator = home.as('operator')
  viewer = home.as('viewer')
  admin = home.as('admin')
})

afterAll(() => home.stop())

/** Each group in a namespace of its own, as two groups must not make the same workload; `real` is the demo's. */
function save(
  name: string,
  ifRevision: number | null = null,
  change: Parameters<typeof demoDocument>[1] = {},
) {
  const document = demoDocument(name, { namespace: name, ...change })
  return saveLaneGroup(operator, { name, document, ifRevision })
}

/** Everything that a verb may write. */
async function footprint() {
  const { db } = home.database
  const jobs = await db.$queryRaw`select key from graphile_worker.jobs order by key`
  const tables = await Promise.all([
    db.laneGroup.findMany({ orderBy: { id: 'asc' } }),
    db.lane.findMany({ orderBy: { id: 'asc' } }),
    db.laneVersion.count(),
    db.application.count(),
    db.entry.count(),
    db.routeRule.count(),
    db.revision.count(),
    db.operation.findMany({ orderBy: { id: 'asc' } }),
    db.operationStep.count(),
    db.auditEvent.count(),
    db.cluster.count(),
    db.user.count(),
    db.apiToken.count(),
  ])
  return JSON.stringify([jobs, tables], (_key, value) => (typeof value === 'bigint' ? String(value) : value))
}

/** As if somebody had made this object for the group, so that its lane lives. */
async function makeLive(name: string, lane = 'gray') {
  const group = await getRecord(home.database.db, name)
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: name, name: `x-${lane}` }
  await home.database.db.ownedObject.create({
    data: { groupId: group.id, clusterId: group.clusterId, refKey: `${name}/${lane}`, ref, uid: 'u', lane },
  })
}

describe('saving', () => {
  test('creates revision 1, then counts on; an unchanged document is no revision', async () => {
    expect(await save('one')).toMatchObject({ name: 'one', revision: 1, created: true })
    expect(await save('one', 1, { title: 'Two' })).toMatchObject({ revision: 2, created: false })
    expect(await save('one', 2, { title: 'Two' })).toMatchObject({ revision: 2, created: false })
    const view = await getLaneGroup(viewer, { group: 'one' })
    expect(view).toMatchObject({ revision: 2, updatedBy: 'the operator', status: { state: 'draft' } })
    expect(view.document.spec.title).toBe('Two')
    const { items } = await listRevisions(viewer, { group: 'one' })
    expect(items.map(({ number, cause }) => [number, cause])).toEqual([
      [2, 'save'],
      [1, 'save'],
    ])
    expect(await diffRevisions(viewer, { group: 'one', from: 1, to: 2 })).toEqual([
      { path: 'spec.title', before: null, after: 'Two' },
    ])
  })

  test('keeps the images of the baseline as they run now', async () => {
    const saved = await save('images', null, { namespace: 'default' })
    expect(saved.notices).toEqual([])
    const { items } = await listRevisions(viewer, { group: 'images' })
    expect(items[0]?.baseline).toContainEqual({
      application: 'spring-cloud-a',
      deployment: 'spring-cloud-a',
      service: 'spring-cloud-a',
      images: [{ container: expect.any(String), image: expect.stringMatching(/spring-cloud-a:1\.0\.0$/) }],
    })
    await deleteLaneGroup(operator, { group: 'images' })
  })

  test('says what the namespace lacks, and saves nevertheless', async () => {
    const { notices } = await save('lacking')
    expect(notices.map(({ code }) => code)).toEqual(['BaselineMissing', 'BaselineMissing', 'BaselineMissing'])
  })

  test('asks for the revision, and refuses a stale one', async () => {
    await save('stale')
    await expect(save('stale')).rejects.toMatchObject({ code: 'PreconditionRequired', httpStatus: 428 })
    await save('stale', 1, { title: 'mine' })
    await expect(save('stale', 1, { title: 'theirs' })).rejects.toMatchObject({
      code: 'Conflict',
      httpStatus: 409,
    })
    await expect(save('never', 3)).rejects.toMatchObject({ code: 'Conflict' })
  })

  test('of many at once on one revision exactly one wins', async () => {
    await save('race')
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, (_, turn) => save('race', 1, { title: `turn ${turn}` })),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of all)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'Conflict' })
    expect((await listRevisions(viewer, { group: 'race' })).items).toHaveLength(2)
  })

  test('of many at once with one new name exactly one creates it', async () => {
    const all = await Promise.allSettled(Array.from({ length: 6 }, () => save('newborn')))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test.each([
    ['another name than the address', { metadata: { name: 'other' } }, 'Invalid', 'metadata.name'],
    ['an unknown cluster', { spec: { cluster: 'nowhere' } }, 'Invalid', 'spec.cluster'],
    ['an unknown field', { spec: { unknown: 1 } }, 'Invalid', 'spec.unknown'],
    ['no application', { spec: { applications: [] } }, 'Invalid', 'spec.applications'],
  ])('refuses %s by field', async (_name, change, code, field) => {
    const document = demoDocument('refused')
    const broken = {
      ...document,
      ...change,
      spec: { ...document.spec, ...('spec' in change ? change.spec : {}) },
    }
    const error = await saveLaneGroup(operator, {
      name: 'refused',
      document: broken,
      ifRevision: null,
    }).catch((reason) => reason)
    expect(error).toMatchObject({ code })
    expect(Object.keys(error.fields)).toContain(field)
  })

  test('refuses what the gateway cannot express, at its condition', async () => {
    const rules = [
      {
        name: 'posts',
        match: [[{ source: 'method' as const, operator: 'exact' as const, value: 'POST' }]],
        targets: [{ lane: 'gray', weight: 100 }],
      },
    ]
    const error = await save('unsupported', null, { rules }).catch((reason) => reason)
    expect(error).toMatchObject({ code: 'Unsupported', httpStatus: 422 })
    expect(Object.keys(error.fields)[0]).toMatch(/^spec\.rules\.0/)
  })

  test('refuses a workload that another group of the namespace makes', async () => {
    await save('first-maker', null, { namespace: 'shared' })
    const error = await save('second-maker', null, { namespace: 'shared' }).catch((reason) => reason)
    expect(error).toMatchObject({
      code: 'Invalid',
      fields: {
        'spec.lanes': [say('refusals.sameWorkload', { name: 'spring-cloud-a-gray', group: 'first-maker' })],
      },
    })
  })

  test('refuses a lane whose route another group makes, and tells of a group on the same host and path', async () => {
    const versionOf = (application: string) => [{ application, image: 'app:1' }]
    await save('first-door', null, {
      namespace: 'doors',
      lanes: [{ tag: 'gray', versions: versionOf('spring-cloud-a') }],
    })
    const second = { namespace: 'doors', lanes: [{ tag: 'gray', versions: versionOf('spring-cloud-b') }] }
    const error = await save('second-door', null, second).catch((cause: unknown) => cause)
    expect(error).toMatchObject({
      code: 'Invalid',
      fields: {
        'spec.lanes': [say('refusals.sameRoute', { lane: 'gray', group: 'first-door', entry: 'web' })],
      },
    })
    const rule = {
      name: 'fix',
      match: mallInput().spec.rules?.[0]?.match,
      targets: [{ lane: 'fix', weight: 1 }],
    }
    const lanes = [{ tag: 'fix', versions: versionOf('spring-cloud-b') }]
    const { lint } = await save('second-door', null, { namespace: 'doors', lanes, rules: [rule] })
    expect(lint.find(({ params }) => params?.group === 'first-door')).toMatchObject({
      code: 'RivalGroup',
      params: { lane: 'fix', otherLane: 'gray' },
      counterExample: { query: { group: 'gray' } },
    })
  })

  test('refuses to drop a lane that lives, unless told to', async () => {
    await save('living')
    await makeLive('living')
    const without = { lanes: [], rules: [] }
    await expect(save('living', 1, without)).rejects.toMatchObject({
      code: 'StillLive',
      details: { lanes: ['gray'] },
    })
    await expect(save('living', 1, { namespace: 'elsewhere' })).rejects.toMatchObject({ code: 'StillLive' })
    const document = demoDocument('living', { namespace: 'living', ...without })
    const saved = await saveLaneGroup(operator, { name: 'living', document, ifRevision: 1, retire: true })
    expect(saved.revision).toBe(2)
  })
})

describe('operations', () => {
  test('a push is put in line once, with its steps, job and event', async () => {
    await save('pushed')
    const first = await pushLaneGroup(operator, { group: 'pushed', ifRevision: 1 })
    const second = await pushLaneGroup(operator, { group: 'pushed' })
    expect(second.operation.id).toBe(first.operation.id)
    expect(first.operation).toMatchObject({
      kind: 'push',
      state: 'queued',
      revision: 1,
      createdBy: 'the operator',
    })
    expect(first.operation.steps.length).toBeGreaterThan(5)
    const jobs = await home.database.db.$queryRaw<{ key: string }[]>`
      select key from graphile_worker.jobs where key like ${`%${first.operation.id}`}`
    expect(jobs).toHaveLength(1)
    expect(await getOperation(viewer, { id: first.operation.id })).toEqual(first.operation)
    expect((await listOperations(viewer, { group: 'pushed' })).items).toEqual([first.operation])
    expect((await getLaneGroup(viewer, { group: 'pushed' })).status.state).toBe('running')
    const { items } = await listAudit(viewer, { kind: 'LaneGroup', name: 'pushed' })
    expect(items.map(({ action }) => action)).toEqual(['start-push', 'create'])
    await expect(pushLaneGroup(operator, { group: 'pushed', ifRevision: 7 })).rejects.toMatchObject({
      code: 'Conflict',
    })
  })

  test('removing a lane is a revision without it, and its operation', async () => {
    await save('removed')
    const { operation } = await removeLane(operator, { group: 'removed', lane: 'gray', ifRevision: 1 })
    expect(operation).toMatchObject({ kind: 'remove', lane: 'gray', revision: 2 })
    const { document, revision } = await getLaneGroup(viewer, { group: 'removed' })
    expect(revision).toBe(2)
    expect(document.spec.lanes).toEqual([])
    expect(document.spec.rules.map(({ name }) => name)).toEqual(['everyone'])
    await expect(removeLane(operator, { group: 'removed', lane: 'gray' })).rejects.toMatchObject({
      code: 'NotFound',
    })
    await expect(
      removeLane(operator, { group: 'removed', lane: 'gray', ifRevision: 1 }),
    ).rejects.toMatchObject({
      code: 'Conflict',
    })
  })

  test('park and resume are revisions that keep lane and rules', async () => {
    await save('parked')
    expect((await parkLane(operator, { group: 'parked', lane: 'gray' })).operation.kind).toBe('park')
    const parked = await getLaneGroup(viewer, { group: 'parked' })
    expect(parked.document.spec.lanes[0]?.state).toBe('parked')
    expect(parked.document.spec.rules).toHaveLength(2)
    expect((await resumeLane(operator, { group: 'parked', lane: 'gray' })).operation.revision).toBe(3)
  })

  test('a roll back is a new revision with the old document, in place of what runs', async () => {
    await save('rolled')
    await save('rolled', 1, { title: 'second' })
    const pushed = await pushLaneGroup(operator, { group: 'rolled' })
    const { operation } = await rollBack(operator, { group: 'rolled', revision: 1 })
    expect(operation).toMatchObject({ kind: 'rollback', revision: 3 })
    const view = await getLaneGroup(viewer, { group: 'rolled' })
    expect(view.document.spec.title).toBeUndefined()
    expect(await getOperation(viewer, { id: pushed.operation.id })).toMatchObject({
      state: 'aborted',
      supersededBy: operation.id,
    })
    await expect(rollBack(operator, { group: 'rolled', revision: 9 })).rejects.toMatchObject({
      code: 'NotFound',
    })
  })

  test('an abort goes to the last revision that was pushed, or to nothing, and keeps the document', async () => {
    await save('aborted')
    await pushLaneGroup(operator, { group: 'aborted' })
    expect((await abortLane(operator, { group: 'aborted', lane: 'gray' })).operation.revision).toBe(0)
    const { id } = await getRecord(home.database.db, 'aborted')
    await home.database.db.laneGroup.update({ where: { id }, data: { pushedRevision: 1 } })
    await save('aborted', 1, { title: 'next' })
    expect((await abortLane(operator, { group: 'aborted', lane: 'gray' })).operation.revision).toBe(1)
    expect((await getLaneGroup(viewer, { group: 'aborted' })).revision).toBe(2)
  })

  test('a group of which nothing lives is deleted at once, one that lives by an operation', async () => {
    await save('gone')
    expect(await deleteLaneGroup(operator, { group: 'gone', ifRevision: 1 })).toBeNull()
    await expect(getLaneGroup(viewer, { group: 'gone' })).rejects.toMatchObject({ code: 'NotFound' })

    await save('staying')
    await makeLive('staying')
    await expect(deleteLaneGroup(operator, { group: 'staying' })).rejects.toMatchObject({
      code: 'StillLive',
      details: { objects: [expect.objectContaining({ kind: 'Deployment' })] },
    })
    const accepted = await deleteLaneGroup(operator, { group: 'staying', retire: true })
    expect(accepted?.operation).toMatchObject({ kind: 'delete', state: 'queued' })
    await expect(save('staying', 1, { title: 'late' })).rejects.toMatchObject({ code: 'Conflict' })
    await expect(pushLaneGroup(operator, { group: 'staying' })).rejects.toMatchObject({ code: 'Conflict' })
  })

  test('what was about to be changed when its operation ended is not forgotten by a delete', async () => {
    await save('halfway')
    const { id: groupId, clusterId } = await getRecord(home.database.db, 'halfway')
    const route = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace: 'default', name: 'door' }
    const edit = { ref: route, uid: 'of-door', path: '/metadata/annotations/a~1b', before: '1', after: '2' }
    const { id: operationId } = (await pushLaneGroup(operator, { group: 'halfway' })).operation
    await home.database.db.$transaction((tx) =>
      intendEdits(tx, { groupId, clusterId, operationId }, [{ ...edit, former: null, lane: 'baseline' }]),
    )
    await home.database.db.operation.update({ where: { id: operationId }, data: { state: 'aborted' } })
    await expect(deleteLaneGroup(operator, { group: 'halfway' })).rejects.toMatchObject({
      code: 'StillLive',
      details: { objects: [route] },
    })
    const accepted = await deleteLaneGroup(operator, { group: 'halfway', retire: true })
    expect(accepted?.operation).toMatchObject({ kind: 'delete', state: 'queued' })
  })

  test('a plan shows what a push would make, in order, and changes nothing', async () => {
    await save('planned', null, { namespace: 'default' })
    const before = await footprint()
    const plan = await planLaneGroup(viewer, { group: 'planned' })
    expect(await footprint()).toBe(before)
    expect(plan.errors).toEqual([])
    const made = plan.changes.filter(({ action }) => action === 'create')
    expect(made.map(({ object }) => `${object.kind} ${object.name}`)).toEqual(
      expect.arrayContaining([
        'Deployment spring-cloud-a-gray',
        'Deployment spring-cloud-c-gray',
        'Service spring-cloud-a-gray',
        'Ingress spring-cloud-a-gray',
      ]),
    )
    const orders = plan.changes.map(({ order }) => order)
    expect(orders).toEqual([...orders].sort((one, other) => one - other))
    expect(made[0]?.after).toContain('lanekeeper.io/group: planned')
  })
})

test('a list says state and shares', async () => {
  await save('listed', null, {
    rules: [
      {
        name: 'everyone',
        targets: [
          { lane: 'baseline', weight: 90 },
          { lane: 'gray', weight: 10 },
        ],
      },
    ],
  })
  const { items, total } = await listLaneGroups(viewer, { search: 'listed' })
  expect(total).toBe(1)
  expect(items[0]).toMatchObject({ state: 'draft', lanes: [{ tag: 'gray', colour: 0, share: 0.1 }] })
  await expect(listLaneGroups(viewer, { cursor: 'bogus' })).rejects.toMatchObject({ code: 'Invalid' })
})

const kubeconfigOf = (home_: TestConsole) => home_.cluster.kubeconfig

/** Every verb that changes something, on a group of its own that is ready for it. */
const changes: [string, 'operator' | 'admin', (ctx: ServiceContext, name: string) => Promise<unknown>][] = [
  [
    'save (create)',
    'operator',
    (ctx, name) =>
      saveLaneGroup(ctx, {
        name: `${name}-new`,
        document: demoDocument(`${name}-new`, { namespace: `${name}-new` }),
        ifRevision: null,
      }),
  ],
  [
    'save (update)',
    'operator',
    (ctx, name) =>
      saveLaneGroup(ctx, {
        name,
        document: demoDocument(name, { namespace: name, title: 'changed' }),
        ifRevision: 1,
      }),
  ],
  ['push', 'operator', (ctx, group) => pushLaneGroup(ctx, { group })],
  ['remove', 'operator', (ctx, group) => removeLane(ctx, { group, lane: 'gray' })],
  ['park', 'operator', (ctx, group) => parkLane(ctx, { group, lane: 'gray' })],
  ['clean', 'operator', (ctx, group) => cleanLane(ctx, { group, lane: 'gray' })],
  ['resume', 'operator', (ctx, group) => resumeLane(ctx, { group, lane: 'gray' })],
  ['roll back', 'operator', (ctx, group) => rollBack(ctx, { group, revision: 1 })],
  ['abort', 'operator', (ctx, group) => abortLane(ctx, { group, lane: 'gray' })],
  ['delete', 'operator', (ctx, group) => deleteLaneGroup(ctx, { group })],
  [
    'register a cluster',
    'admin',
    (ctx, name) =>
      createCluster(ctx, {
        name,
        kubeconfig: kubeconfigOf(home).replace(/server: .*/, 'server: https://cluster.example.com'),
      }),
  ],
  ['forget a cluster', 'admin', (ctx) => deleteCluster(ctx, { name: 'spare' })],
  [
    'create a user',
    'admin',
    (ctx, name) =>
      createUser(ctx, { email: `${name}@example.com`, name, role: 'viewer', password: 'long enough' }),
  ],
  ['create a token', 'admin', (ctx, name) => createToken(ctx, { name, role: 'viewer' })],
]

describe('every change', () => {
  const nameOf = (verb: string) => `v-${verb.replace(/\W+/g, '-').replace(/-$/, '')}`

  beforeAll(async () => {
    for (const [verb] of changes) await save(nameOf(verb))
    const { id: _id, problem: _problem, ...row } = await home.database.db.cluster.findFirstOrThrow()
    await home.database.db.cluster.create({ data: { ...row, name: 'spare' } })
  })

  test.each(changes)('%s is refused to a role below %s and leaves nothing', async (verb, role, run) => {
    const before = await footprint()
    const below = role === 'admin' ? operator : viewer
    await expect(run(below, nameOf(verb))).rejects.toMatchObject({ code: 'Forbidden' })
    expect(await footprint()).toBe(before)
  })

  test.each(changes)(
    '%s leaves nothing half-written when its audit event cannot be written',
    async (verb, role, run) => {
      const { db } = home.database
      await db.$executeRawUnsafe(`
      create or replace function fail_audit() returns trigger language plpgsql as
      $$ begin raise exception 'the disk is full'; end $$`)
      await db.$executeRawUnsafe(
        'create trigger fail_audit before insert on audit_events for each row execute function fail_audit()',
      )
      try {
        const before = await footprint()
        await expect(run(role === 'admin' ? admin : operator, nameOf(verb))).rejects.toThrow(
          /the disk is full/,
        )
        expect(await footprint()).toBe(before)
      } finally {
        await db.$executeRawUnsafe('drop trigger fail_audit on audit_events')
      }
    },
  )

  test.each(changes)(
    '%s writes exactly one event that names who did it, or one per part',
    async (verb, role, run) => {
      const { db } = home.database
      const before = await db.auditEvent.count()
      await run(role === 'admin' ? admin : operator, nameOf(verb))
      const added = await db.auditEvent.findMany({ orderBy: { id: 'asc' }, skip: before })
      expect(added.length).toBeGreaterThan(0)
      for (const event of added) {
        expect(event).toMatchObject({ actorName: `the ${role}`, requestId: 'test' })
        expect(JSON.stringify(event)).not.toMatch(/long enough|client-key-data|token:/)
      }
    },
  )
})
