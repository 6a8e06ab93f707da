import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { findOperationDetail } from '@/lib/db/operations'
import { at } from '@/lib/domain/json'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { getLaneObjects } from '@/lib/services/lanes/get-lane-objects'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { stopSampling } from '@/lib/traffic/scrape-source'
import { getTraffic } from './get-traffic'
import { planLaneGroup } from './plan-lane-group'
import { pushLaneGroup } from './push-lane-group'
import { removeLane } from './remove-lane'
import { saveLaneGroup } from './save-lane-group'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const name = 'blue-green'
const namespace = 'bluegreen'
const percentKey = 'ingress.aliyun.weight/new-nginx'
const ingressRef = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace, name: 'echo' }

let console: TestConsole
let runner: Runner
let revision: number | null = null
let before: unknown

beforeAll(async () => {
  console = await startTestConsole()
  runner = await startRunner()
  const client = await clusterClient(console.as('admin'), { name: 'test' })
  const old = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'old-nginx' }
  await client.jsonPatch(old, [{ op: 'replace', path: '/spec/replicas', value: 1 }])
  await vi.waitFor(async () => expect(at(await client.get(old), 'status', 'readyReplicas')).toBe(1), 30_000)
  before = await ingress()
})
afterAll(async () => {
  stopSampling()
  await runner?.stop()
  await console?.stop()
})

/** What people wrote of the Ingress. */
async function ingress() {
  const client = await clusterClient(console.as('admin'), { name: 'test' })
  const { metadata, spec } = await client.get(ingressRef)
  return { uid: metadata.uid, labels: metadata.labels, annotations: metadata.annotations ?? {}, spec }
}

function documentOf(percent: number): LaneGroupDocument {
  const version = {
    application: 'echo',
    image: 'registry.cn-hangzhou.aliyuncs.com/xianlu/new-nginx',
    name: 'new-nginx',
    replicas: 1,
    patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } },
  }
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name },
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
      lanes: [{ tag: 'new', versions: [version] }],
      rules: [
        {
          name: 'everyone',
          targets: [
            { lane: 'baseline', weight: 100 - percent },
            { lane: 'new', weight: percent },
          ],
        },
      ],
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

async function push(percent: number): Promise<void> {
  const operator = console.as('operator')
  const document = documentOf(percent)
  revision = (await saveLaneGroup(operator, { name, document, ifRevision: revision })).revision
  await done((await pushLaneGroup(operator, { group: name })).operation)
}

/** `curl -H "Host: mini-echo.io" <address>`, so many times. */
async function answers(count: number): Promise<string[]> {
  const texts: string[] = []
  for (let index = 0; index < count; index++) {
    const { statusCode, body } = await request(`${console.cluster.gateways['ack-weight']}/`, {
      headers: { host: 'mini-echo.io' },
    })
    const text = await body.text()
    texts.push(statusCode === 200 ? text.trim() : String(statusCode))
  }
  return texts
}

describe('blue-green by weights of an Ingress of ACK', () => {
  it('starts with the old service alone', async () => {
    expect(await answers(5)).toEqual(Array(5).fill('old'))
    expect(at((await ingress()).spec, 'ingressClassName')).toBe('nginx')
  })

  it('moves half: the new Service beside the old one, requests in turns', async () => {
    await push(50)
    const { annotations, spec } = await ingress()
    expect(annotations[percentKey]).toBe('50')
    const [rule] = Object(spec).rules
    const services = rule.http.paths.map((path: unknown) => [
      at(path, 'path'),
      at(path, 'backend', 'service', 'name'),
    ])
    expect(services).toEqual([
      ['/', 'old-nginx'],
      ['/', 'new-nginx'],
    ])
    expect((await answers(6)).join()).toMatch(/^(old,new,old,new,old,new|new,old,new,old,new,old)$/)
    const { notices } = await planLaneGroup(console.as('operator'), { group: name })
    expect(notices.map(({ code }) => code)).toContain('Retired')
    const { items } = await getLaneObjects(console.as('viewer'), { group: name, lane: 'new' })
    expect(items.find(({ shared }) => shared)).toMatchObject({
      object: { kind: 'Ingress', name: 'echo' },
      ...{ owner: 'user', action: 'unchanged' },
      live: expect.stringContaining(`${percentKey}: "50"`),
      route: { gateways: null, hosts: ['mini-echo.io'], addresses: [expect.any(String)], ports: [80] },
    })
  })

  it('counts at the gateway what each version took', async () => {
    const counts = async () => {
      const { applications } = await getTraffic(console.as('viewer'), { group: name, window: 300 })
      expect(applications[0]?.measuredAt).toBe('gateway')
      return new Map(applications[0]?.versions.map(({ lane, requests }) => [lane, requests]))
    }
    const start = await counts()
    await answers(20)
    await vi.waitFor(async () => {
      const now = await counts()
      for (const lane of ['baseline', 'new']) expect((now.get(lane) ?? 0) - (start.get(lane) ?? 0)).toBe(10)
    }, 15_000)
  })

  it('moves everything: the annotation says 100', async () => {
    await push(100)
    expect((await ingress()).annotations[percentKey]).toBe('100')
    expect(await answers(5)).toEqual(Array(5).fill('new'))
  })

  it('refuses conditions, by name', async () => {
    const document = documentOf(50)
    const match = [[{ source: 'header' as const, name: 'x-user', operator: 'exact' as const, value: '1' }]]
    document.spec.rules = [{ name: 'testers', match, targets: [{ lane: 'new', weight: 100 }] }]
    const saving = saveLaneGroup(console.as('operator'), { name, document, ifRevision: revision })
    await expect(saving).rejects.toMatchObject({ code: 'Unsupported' })
  })

  it('gives the Ingress back as it was when the lane is removed', async () => {
    await done((await removeLane(console.as('operator'), { group: name, lane: 'new' })).operation)
    expect(await ingress()).toEqual(before)
    expect(await answers(5)).toEqual(Array(5).fill('old'))
  })
})
