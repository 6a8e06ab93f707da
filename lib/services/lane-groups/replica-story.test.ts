import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { findOperationDetail } from '@/lib/db/operations'
import { at } from '@/lib/domain/json'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { pushLaneGroup } from './push-lane-group'
import { removeLane } from './remove-lane'
import { saveLaneGroup } from './save-lane-group'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const name = 'replicas'
const application = 'spring-cloud-zuul'

let console: TestConsole
let runner: Runner
let revision: number | null = null

beforeAll(async () => {
  console = await startTestConsole()
  runner = await startRunner()
})
afterAll(async () => {
  await runner?.stop()
  await console?.stop()
})

const version = {
  application,
  image: 'registry.example.com/spring-cloud-zuul:1.1.0',
  patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } },
}

function documentOf(percent: number): LaneGroupDocument {
  const targets = [
    { lane: 'baseline', weight: 100 - percent },
    { lane: 'gray', weight: percent },
  ]
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name },
    spec: {
      cluster: 'test',
      namespace: 'default',
      convention: 'shared',
      applications: [{ name: application, deployment: application, service: { name: 'zuul-slb', port: 80 } }],
      entries: [{ name: 'service', provider: 'kubernetes', application }],
      lanes: [{ tag: 'gray', versions: [version] }],
      rules: [{ name: 'everyone', targets }],
    },
  })
}

async function done(operation: { id: string }): Promise<void> {
  await vi.waitFor(
    async () => {
      const detail = await findOperationDetail(console.database.db, operation.id)
      expect(detail?.state, JSON.stringify(detail?.error)).toBe('succeeded')
    },
    { timeout: 60_000, interval: 100 },
  )
}

async function push(percent: number) {
  const operator = console.as('operator')
  const document = documentOf(percent)
  const saved = await saveLaneGroup(operator, { name, document, ifRevision: revision })
  revision = saved.revision
  await done((await pushLaneGroup(operator, { group: name })).operation)
}

async function replicas(deployment: string): Promise<unknown> {
  const client = await clusterClient(console.as('admin'), { name: 'test' })
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: deployment }
  return at(await client.find(ref), 'spec', 'replicas')
}

/** Which workload's pod takes each of so many connections at the load balancer of the Service. */
async function taken(count: number): Promise<Record<string, number>> {
  const tally: Record<string, number> = {}
  for (let index = 0; index < count; index++) {
    const { headers, body } = await request(`${console.cluster.gateways['zuul-slb']}/`, { reset: true })
    await body.dump()
    const workload = String(headers['x-pod']).replace(/-[^-]+-[^-]+$/, '')
    tally[workload] = (tally[workload] ?? 0) + 1
  }
  return tally
}

describe('a share by numbers of pods', () => {
  it('is what the connections to the Service show', async () => {
    expect(await taken(4)).toEqual({ [application]: 4 })
    await push(75)
    expect(await replicas(`${application}-gray`)).toBe(3)
    await vi.waitFor(
      async () => expect(await taken(12)).toEqual({ [application]: 3, [`${application}-gray`]: 9 }),
      10_000,
    )
  })

  it('follows the share down, and ends with the lane', async () => {
    await push(50)
    expect(await replicas(`${application}-gray`)).toBe(1)
    await vi.waitFor(
      async () => expect(await taken(8)).toEqual({ [application]: 4, [`${application}-gray`]: 4 }),
      10_000,
    )
    await done((await removeLane(console.as('operator'), { group: name, lane: 'gray' })).operation)
    expect(await replicas(`${application}-gray`)).toBeUndefined()
    expect(await taken(4)).toEqual({ [application]: 4 })
  })
})
