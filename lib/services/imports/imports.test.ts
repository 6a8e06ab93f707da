import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { betweenRequests } from '@/lib/between-requests'
import { findOperationDetail } from '@/lib/db/operations'
import { withValueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { planLaneGroup } from '@/lib/services/lane-groups/plan-lane-group'
import { pushLaneGroup } from '@/lib/services/lane-groups/push-lane-group'
import { removeLane } from '@/lib/services/lane-groups/remove-lane'
import { FoundImports } from '@/lib/services/schemas/imports'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { readObjects } from '@/lib/workloads/testdata/read-objects'
import { findClusterImports } from './find-imports'
import { importLaneGroup, recordImport } from './import-lane-group'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let console: TestConsole
let runner: Runner
let client: ClusterClient

beforeAll(async () => {
  console = await startTestConsole()
  runner = await startRunner()
  client = await clusterClient(console.as('admin'), { name: 'test' })
})
afterAll(async () => {
  await runner?.stop()
  await console?.stop()
})

const namespace = 'default'
const backend = { service: { name: 'spring-cloud-a-gray', port: { number: 20001 } } }
const service: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'spring-cloud-a-gray', namespace },
  spec: { selector: { app: 'spring-cloud-a-gray' }, ports: [{ port: 20001 }] },
}
const canary: KubeObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: {
    name: 'spring-cloud-a-mse-gray',
    namespace,
    annotations: {
      'nginx.ingress.kubernetes.io/canary': 'true',
      'nginx.ingress.kubernetes.io/canary-by-header': 'x-user-id',
      'nginx.ingress.kubernetes.io/canary-by-header-value': '100',
      'nginx.ingress.kubernetes.io/canary-weight': '0',
      'mse.ingress.kubernetes.io/request-header-control-update': 'x-mse-tag gray',
    },
  },
  spec: {
    ingressClassName: 'mse',
    rules: [{ host: 'example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
  },
}

/** Applied as a person does. */
async function byHand(object: KubeObject): Promise<void> {
  const own = { ...object, metadata: { ...object.metadata, namespace } }
  await client.apply(own, { force: false, manager: 'kubectl' })
}

/** Pods count as available only when the gateway has had the time to hear of them; lanes take this from their baselines. */
async function letGatewaysHear(): Promise<void> {
  for (const name of ['spring-cloud-a', 'spring-cloud-b'])
    await client.jsonPatch({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }, [
      { op: 'add', path: '/spec/minReadySeconds', value: 3 },
    ])
}

/** With two pods one of them is always known to the gateway while the other is replaced. */
function twoPods(object: KubeObject): KubeObject {
  const quick = withValueAt(object, '/spec/template/spec/terminationGracePeriodSeconds', 1)
  return withValueAt(quick, '/spec/replicas', 2)
}

async function chain(user: string): Promise<string> {
  const headers = { host: 'example.com', 'x-user-id': user }
  const answer = await request(`${console.cluster.gateways.mse}/A/a`, { headers })
  return (await answer.body.text()).replace(/\[[^\]]*\]/g, '').trim()
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

const found = async () =>
  FoundImports.parse(await findClusterImports(console.as('viewer'), { cluster: 'test', namespace }))

const uidOf = async (kind: string, name: string) => {
  const apiVersion = kind === 'Ingress' ? 'networking.k8s.io/v1' : kind === 'Service' ? 'v1' : 'apps/v1'
  return (await client.find({ apiVersion, kind, namespace, name }))?.metadata
}

describe('a canary that somebody made by hand', () => {
  it('is not found where there is none', async () => {
    expect((await found()).found).toEqual([])
  })

  it('is found with its lanes, its losses and what the first push would do', async () => {
    await letGatewaysHear()
    for (const object of [...readObjects('expected-gray-deployments.yaml').map(twoPods), service, canary])
      await byHand(object)
    await vi.waitFor(async () => expect(await chain('100')).toBe('Agray -> Bgray -> C'), 30_000)
    const { found: list, losses } = await found()
    expect([list.length, losses]).toEqual([1, []])
    const [one] = list
    expect(one).toMatchObject({
      problems: {},
      lanes: [{ tag: 'gray', applications: ['spring-cloud-a', 'spring-cloud-b'] }],
      stays: [],
    })
    expect(one?.firstPush?.errors).toEqual([])
    expect(one?.firstPush?.conflicts).toEqual([])
  })

  it('is refused when it is no longer what was shown', async () => {
    const input = { cluster: 'test', namespace, fingerprint: 'other', name: 'taken' }
    await expect(importLaneGroup(console.as('operator'), input)).rejects.toMatchObject({ code: 'Conflict' })
    await expect(importLaneGroup(console.as('viewer'), input)).rejects.toMatchObject({ code: 'Forbidden' })
  })

  it('becomes a group whose first push moves no request and keeps every object', async () => {
    const before = await Promise.all([
      uidOf('Deployment', 'spring-cloud-a-gray'),
      uidOf('Ingress', 'spring-cloud-a-mse-gray'),
    ])
    const [one] = (await found()).found
    const fingerprint = one?.fingerprint ?? ''
    const operator = console.as('operator')
    // As a process leaves it that is killed before it wrote to the cluster: the next plan finishes it.
    await recordImport(operator, { cluster: 'test', namespace, fingerprint, name: 'taken' })
    expect(before.map((metadata) => metadata?.labels?.[labelKeys.lane])).toEqual([undefined, undefined])
    expect((await found()).found).toEqual([])
    const plan = await planLaneGroup(operator, { group: 'taken' })
    expect([plan.conflicts, plan.errors]).toEqual([[], []])
    expect(plan.changes.filter(({ action }) => action === 'create' || action === 'delete')).toEqual([])

    let isDone = false
    const asking = (async () => {
      while (!isDone) {
        expect([await chain('100'), await chain('7')]).toEqual(['Agray -> Bgray -> C', 'A -> B -> C'])
        await betweenRequests()
      }
    })()
    await Promise.race([done((await pushLaneGroup(operator, { group: 'taken' })).operation), asking])
    isDone = true
    await asking
    const after = await Promise.all([
      uidOf('Deployment', 'spring-cloud-a-gray'),
      uidOf('Ingress', 'spring-cloud-a-mse-gray'),
    ])
    expect(after.map((metadata) => metadata?.uid)).toEqual(before.map((metadata) => metadata?.uid))
    expect(after.map((metadata) => metadata?.labels?.[labelKeys.lane])).toEqual(['gray', 'gray'])
    const again = await planLaneGroup(operator, { group: 'taken' })
    expect(again.changes.filter(({ action }) => action !== 'unchanged')).toEqual([])
  })

  it('is closed like any lane', async () => {
    await done((await removeLane(console.as('operator'), { group: 'taken', lane: 'gray' })).operation)
    expect(await uidOf('Ingress', 'spring-cloud-a-mse-gray')).toBeUndefined()
    expect(await uidOf('Deployment', 'spring-cloud-a-gray')).toBeUndefined()
    expect(await chain('100')).toBe('A -> B -> C')
  })
})
