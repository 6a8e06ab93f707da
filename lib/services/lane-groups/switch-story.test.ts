import { request } from 'undici'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { findOperationDetail } from '@/lib/db/operations'
import { listOwnedObjects } from '@/lib/db/owned-objects'
import { asObject, at } from '@/lib/domain/json'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterPicture } from '@/lib/operations/test-picture'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { deleteLaneGroup } from './delete-lane-group'
import { getLaneGroup } from './get-lane-group'
import { planLaneGroup } from './plan-lane-group'
import { promoteLane } from './promote-lane'
import { pushLaneGroup } from './push-lane-group'
import { rollBack } from './roll-back'
import { saveLaneGroup } from './save-lane-group'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const group = 'blue-green'
const namespace = 'bluegreen'
const lane = 'new'
const deployment = (name: string) => ({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name })
const ingressRef = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace, name: 'echo' }

let console: TestConsole
let runner: Runner
let client: ClusterClient
let original: Record<string, unknown>

const operator = () => console.as('operator')
const picture = () => clusterPicture(client, namespace)

beforeAll(async () => {
  console = await startTestConsole()
  runner = await startRunner()
  client = await clusterClient(console.as('admin'), { name: 'test' })
  const old = deployment('old-nginx')
  const graceless = {
    op: 'add' as const,
    path: '/spec/template/spec/terminationGracePeriodSeconds',
    value: 1,
  }
  await client.jsonPatch(old, [{ op: 'replace', path: '/spec/replicas', value: 1 }, graceless])
  await vi.waitFor(async () => expect(at(await client.get(old), 'status', 'readyReplicas')).toBe(1), 30_000)
  original = await picture()
})
afterAll(async () => {
  await runner?.stop()
  await console?.stop()
})

function documentOf(): LaneGroupDocument {
  const version = {
    application: 'echo',
    image: 'registry.cn-hangzhou.aliyuncs.com/xianlu/new-nginx',
    name: 'new-nginx',
    replicas: 1,
  }
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: group },
    spec: {
      cluster: 'test',
      namespace,
      convention: 'plain',
      applications: [{ name: 'echo', deployment: 'old-nginx', service: { name: 'old-nginx', port: 80 } }],
      entries: [
        {
          name: 'web',
          provider: 'ack-weight',
          application: 'echo',
          host: 'mini-echo.io',
          paths: [{ path: '/' }],
          settings: { legacy: 'aliyun-weight' },
        },
      ],
      lanes: [{ tag: lane, versions: [version] }],
      rules: [
        {
          name: 'everyone',
          targets: [
            { lane: 'baseline', weight: 50 },
            { lane, weight: 50 },
          ],
        },
      ],
    },
  })
}

async function done({ operation }: { operation: { id: string } }): Promise<void> {
  await vi.waitFor(
    async () => {
      const detail = await findOperationDetail(console.database.db, operation.id)
      expect(detail?.state, JSON.stringify(detail?.error)).toBe('succeeded')
    },
    { timeout: 60_000, interval: 50 },
  )
}

async function answer(): Promise<string> {
  const { statusCode, headers, body } = await request(`${console.cluster.gateways['ack-weight']}/`, {
    headers: { host: 'mini-echo.io' },
  })
  const text = await body.text()
  return statusCode === 200 && headers['x-ready'] === 'true' ? text.trim() : `${statusCode} ${text}`
}

/** Asks all the time until it is told to stop; gives the answers. */
function underLoad() {
  const answers: string[] = []
  let isOver = false
  const line = async () => {
    while (!isOver) answers.push(await answer())
  }
  const lines = [line(), line()]
  return async () => {
    isOver = true
    await Promise.all(lines)
    return answers
  }
}

/** The original Ingress with another Service, as somebody would have written it by hand. */
const pointedAt = (service: string) =>
  JSON.parse(JSON.stringify(original['Ingress/echo']).replaceAll('old-nginx', service))

it('ends a blue-green release: the Ingress is as it was and leads to the new Service, the made objects are the user’s', async () => {
  await saveLaneGroup(operator(), { name: group, document: documentOf(), ifRevision: null })
  await done(await pushLaneGroup(operator(), { group }))
  const half = await picture()
  const promote = { lane, strategy: 'switch', after: 'remove' } as const

  const plan = await planLaneGroup(operator(), { group, promote })
  expect(plan.conflicts).toEqual([])
  expect(plan.errors).toEqual([])
  expect(plan.changes.map(({ action, object, owner }) => [action, object.kind, object.name, owner])).toEqual([
    ['update', 'Ingress', 'echo', 'user'],
    ['update', 'Service', 'new-nginx', 'ours'],
    ['update', 'Deployment', 'new-nginx', 'ours'],
  ])

  const end = underLoad()
  await done(await promoteLane(operator(), { group, ...promote }))
  expect(await Promise.all([1, 2, 3, 4, 5].map(answer))).toEqual(Array(5).fill('new'))
  expect((await end()).filter((text) => text !== 'old' && text !== 'new')).toEqual([])

  const after = await picture()
  expect(after['Ingress/echo']).toEqual(pointedAt('new-nginx'))
  expect(after['Deployment/old-nginx']).toEqual(original['Deployment/old-nginx'])
  expect(after['Service/old-nginx']).toEqual(original['Service/old-nginx'])
  for (const name of ['Deployment/new-nginx', 'Service/new-nginx']) {
    expect(JSON.stringify(asObject(after[name]).labels)).not.toContain('lanekeeper')
    expect(asObject(after[name]).spec).toEqual(asObject(half[name]).spec)
  }
  const row = await console.database.db.laneGroup.findUniqueOrThrow({ where: { name: group } })
  expect(await listOwnedObjects(console.database.db, row.id)).toEqual([])
  const { document, status } = await getLaneGroup(operator(), { group })
  expect(document.spec.applications[0]).toMatchObject({
    deployment: 'new-nginx',
    service: { name: 'new-nginx', port: 80 },
  })
  expect(document.spec.lanes).toEqual([])
  expect(status.state).toBe('inSync')
  expect((await planLaneGroup(operator(), { group })).changes).toEqual([])

  const back = underLoad()
  await done(await rollBack(operator(), { group, revision: 1 }))
  expect((await back()).filter((text) => text !== 'old' && text !== 'new')).toEqual([])
  expect(await picture()).toEqual(half)
  expect((await listOwnedObjects(console.database.db, row.id)).map(({ ref }) => ref.name)).toEqual([
    'new-nginx',
    'new-nginx',
  ])

  const forth = underLoad()
  await done(await rollBack(operator(), { group, revision: 2 }))
  expect((await forth()).filter((text) => text !== 'old' && text !== 'new')).toEqual([])
  expect(await picture()).toEqual(after)
  await deleteLaneGroup(operator(), { group })
  expect(await picture()).toEqual(after)
  expect(at(await client.get(ingressRef), 'metadata', 'uid')).toBeDefined()
})
