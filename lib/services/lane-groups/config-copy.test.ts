import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { findOperationDetail } from '@/lib/db/operations'
import { asObject, at } from '@/lib/domain/json'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { planLaneGroup } from './plan-lane-group'
import { pushLaneGroup } from './push-lane-group'
import { removeLane } from './remove-lane'
import { saveLaneGroup } from './save-lane-group'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const name = 'copied'
const secretText = Buffer.from('correct horse battery staple').toString('base64')

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

const ref = (kind: string, wanted: string) => ({ apiVersion: 'v1', kind, namespace: 'default', name: wanted })
const deployment = (wanted: string) => ({ ...ref('Deployment', wanted), apiVersion: 'apps/v1' })

async function done({ id }: { id: string }): Promise<void> {
  await vi.waitFor(
    async () => {
      const detail = await findOperationDetail(console.database.db, id)
      expect(detail?.state, JSON.stringify(detail?.error)).toBe('succeeded')
    },
    { timeout: 40_000, interval: 100 },
  )
}

/** The baseline of `a` with a ConfigMap and a Secret as its environment. */
async function configure(): Promise<void> {
  const metadata = { namespace: 'default' }
  const settings = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...metadata, name: 'settings' },
    data: { a: '1' },
  }
  const login = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { ...metadata, name: 'login' },
    data: { b: secretText },
  }
  for (const object of [settings, login]) await client.apply(object, { force: false })
  await client.jsonPatch(deployment('spring-cloud-a'), [
    {
      op: 'add',
      path: '/spec/template/spec/containers/0/envFrom',
      value: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'login' } }],
    },
  ])
}

it('copies what the baseline names for a lane, shows no secret anywhere, and takes the copies away with the lane', async () => {
  await configure()
  const versions = [
    {
      application: 'spring-cloud-a',
      image: 'registry.example.com/spring-cloud-a:1.1.0',
      replicas: 1,
      config: 'copy' as const,
      patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } },
    },
  ]
  const document = demoDocument(name, { lanes: [{ tag: 'gray', versions }] })
  const operator = console.as('operator')
  await saveLaneGroup(operator, { name, document, ifRevision: null })

  const plan = await planLaneGroup(operator, { group: name })
  const secret = plan.changes.find(({ object }) => object.kind === 'Secret')
  expect(secret?.object.name).toBe('login-gray')
  expect(secret?.after).toContain('type: Opaque')
  expect(JSON.stringify(plan)).not.toContain(secretText)

  await done((await pushLaneGroup(operator, { group: name })).operation)
  expect((await client.get(ref('ConfigMap', 'settings-gray'))).data).toEqual({ a: '1' })
  expect((await client.get(ref('Secret', 'login-gray'))).data).toEqual({ b: secretText })
  const lane = await client.get(deployment('spring-cloud-a-gray'))
  const [container] = at(lane, 'spec', 'template', 'spec', 'containers') as unknown[]
  expect(asObject(container).envFrom).toEqual([
    { configMapRef: { name: 'settings-gray' } },
    { secretRef: { name: 'login-gray' } },
  ])

  const { db } = console.database
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()`
  expect(tables.length).toBeGreaterThan(10)
  for (const table of tables) {
    const rows = await db.$queryRawUnsafe<unknown[]>(`SELECT to_jsonb(t) AS row FROM "${table.name}" t`)
    expect(JSON.stringify(rows), table.name).not.toContain(secretText)
  }

  await done((await removeLane(operator, { group: name, lane: 'gray' })).operation)
  expect(await client.find(ref('Secret', 'login-gray'))).toBeNull()
  expect(await client.find(ref('ConfigMap', 'settings-gray'))).toBeNull()
  expect((await client.get(ref('Secret', 'login'))).data).toEqual({ b: secretText })
})
