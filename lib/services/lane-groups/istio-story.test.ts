import { request } from 'undici'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { betweenRequests } from '@/lib/between-requests'
import { findOperationDetail } from '@/lib/db/operations'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { pushLaneGroup } from './push-lane-group'
import { removeLane } from './remove-lane'
import { saveLaneGroup } from './save-lane-group'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const host = 'micro-api.default.svc.cluster.local'
const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'micro-api-v1' }
let console: TestConsole
let runner: Runner
let revision: number | null = null

beforeAll(async () => {
  console = await startTestConsole()
  runner = await startRunner()
  const client = await clusterClient(console.as('admin'), { name: 'test' })
  await client.jsonPatch(ref, [{ op: 'replace', path: '/spec/replicas', value: 1 }])
  await vi.waitFor(
    async () => expect((await client.get(ref)).status).toMatchObject({ readyReplicas: 1 }),
    20_000,
  )
})
afterAll(async () => {
  await runner?.stop()
  await console?.stop()
})

const documentOf = (v1: number, v2: number) =>
  LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'micro' },
    spec: {
      cluster: 'test',
      namespace: 'default',
      convention: 'istio',
      applications: [
        { name: 'micro-api', deployment: 'micro-api-v1', service: { name: 'micro-api', port: 19090 } },
      ],
      entries: [
        {
          name: 'web',
          provider: 'istio',
          application: 'micro-api',
          host,
          settings: { gateways: ['micro-gateway'], subsets: 'subset' },
        },
      ],
      lanes: [
        {
          tag: 'v2',
          versions: [
            {
              application: 'micro-api',
              image: 'registry.cn-hangzhou.aliyuncs.com/wudimanong/micro-api:1.3-SNAPSHOT',
              replicas: 1,
              patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } },
            },
          ],
        },
      ],
      rules: [
        {
          name: 'everyone',
          targets: [
            { lane: 'baseline', weight: v1 },
            { lane: 'v2', weight: v2 },
          ],
        },
      ],
    },
  })

async function done(operation: { id: string }): Promise<void> {
  await vi.waitFor(
    async () => {
      const detail = await findOperationDetail(console.database.db, operation.id)
      expect(detail?.state, JSON.stringify(detail?.error)).toBe('succeeded')
    },
    { timeout: 60_000, interval: 100 },
  )
}

async function push(v1: number, v2: number): Promise<void> {
  const operator = console.as('operator')
  const saved = await saveLaneGroup(operator, {
    name: 'micro',
    document: documentOf(v1, v2),
    ifRevision: revision,
  })
  revision = saved.revision
  await done((await pushLaneGroup(operator, { group: 'micro' })).operation)
}

/** How many of some requests the new version answers; each must be a 200. */
async function newOnes(count: number): Promise<number> {
  let found = 0
  for (let index = 0; index < count; index++) {
    const answer = await request(`${console.cluster.gateways.istio}/test/test`, { headers: { host } })
    const body = await answer.body.text()
    expect(answer.statusCode, body).toBe(200)
    if (body.startsWith('V3|')) found++
  }
  return found
}

it('sends three of ten requests to the new version, by a route and subsets of its own making', async () => {
  await push(70, 30)
  const found = await newOnes(200)
  // Six standard deviations around 60 of 200.
  expect(Math.abs(found - 60)).toBeLessThan(6 * Math.sqrt(200 * 0.3 * 0.7))
})

it('then all of them, and none is lost on the way', async () => {
  let isDone = false
  const asking = (async () => {
    while (!isDone) {
      await newOnes(1)
      await betweenRequests()
    }
  })()
  await Promise.race([push(0, 100), asking])
  isDone = true
  await asking
  expect(await newOnes(10)).toBe(10)
})

it('serves the host by the first version when the second is taken away', async () => {
  let isDone = false
  const asking = (async () => {
    while (!isDone) {
      await newOnes(1)
      await betweenRequests()
    }
  })()
  const removing = async () =>
    done((await removeLane(console.as('operator'), { group: 'micro', lane: 'v2' })).operation)
  await Promise.race([removing(), asking])
  isDone = true
  await asking
  expect(await newOnes(10)).toBe(0)
})
