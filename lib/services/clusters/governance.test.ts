import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { clusterClient } from './cluster-client'
import { enableGovernance } from './enable-governance'
import { getGovernance } from './get-governance'
import { listNamespaces } from './list-namespaces'
import { mendGovernance } from './mend-governance'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let console: TestConsole
let client: ClusterClient

beforeAll(async () => {
  console = await startTestConsole()
  client = await clusterClient(console.as('admin'), { name: 'test' })
})
afterAll(() => console?.stop())

it('finds the agent in the demo’s pods, and what the registry lacks', async () => {
  const found = await getGovernance(console.as('viewer'), { cluster: 'test', namespace: 'default' })
  expect(found).toMatchObject({ isOn: true, isComponentKnown: true, component: { name: 'ack-onepilot' } })
  const gaps = Object.fromEntries(
    found.applications.map(({ deployment, gaps: lacks }) => [deployment, lacks]),
  )
  expect(gaps).toMatchObject({ 'spring-cloud-zuul': [], 'spring-cloud-a': [], 'nacos-server': ['name'] })
})

it('switches a namespace on by one label, tells of it in the audit, and says which pods are from before', async () => {
  await client.apply(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod', labels: { team: 'a' } } },
    { force: false },
  )
  const labels = { app: 'web', msePilotCreateAppName: 'web' }
  await client.apply(
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'prod' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              { name: 'web', image: 'registry.example.com/web:1', ports: [{ containerPort: 80 }] },
            ],
          },
        },
      },
    },
    { force: false },
  )
  const place = { cluster: 'test', namespace: 'prod' }
  await vi.waitFor(async () => {
    const [web] = (await getGovernance(console.as('viewer'), place)).applications
    expect(web).toMatchObject({ gaps: ['switch'], injected: false, pod: expect.stringContaining('web-') })
  })

  await expect(enableGovernance(console.as('viewer'), place)).rejects.toMatchObject({ code: 'Forbidden' })
  const on = await enableGovernance(console.as('operator'), place)
  expect(on).toMatchObject({ isOn: true, applications: [{ gaps: ['restart'], switchedBy: 'namespace' }] })
  expect((await enableGovernance(console.as('operator'), place)).isOn).toBe(true)
  const namespaces = await listNamespaces(console.as('viewer'), { cluster: 'test' })
  expect(namespaces).toContainEqual({ name: 'prod', isOn: true })
  expect(namespaces).toContainEqual({ name: 'kube-system', isOn: false })
  const { metadata } = await client.get({ apiVersion: 'v1', kind: 'Namespace', name: 'prod' })
  expect(metadata.labels).toMatchObject({ team: 'a', 'mse-enable': 'enabled' })
  const events = await console.database.db.auditEvent.findMany({ where: { action: 'enableGovernance' } })
  expect(events).toMatchObject([
    { targetName: 'test/prod', before: { 'mse-enable': null }, after: { 'mse-enable': 'enabled' } },
  ])

  const web = { ...place, deployment: 'web' }
  await expect(mendGovernance(console.as('viewer'), web)).rejects.toMatchObject({ code: 'Forbidden' })
  const missing = mendGovernance(console.as('operator'), { ...place, deployment: 'nothing' })
  await expect(missing).rejects.toMatchObject({ code: 'NotFound' })
  await mendGovernance(console.as('operator'), web)
  await vi.waitFor(
    async () => {
      const [web] = (await getGovernance(console.as('viewer'), place)).applications
      expect(web).toMatchObject({ gaps: [], injected: true })
    },
    { timeout: 20_000 },
  )
  const [event] = await console.database.db.auditEvent.findMany({ where: { action: 'mendGovernance' } })
  expect(event).toMatchObject({ targetKind: 'Deployment', targetName: 'test/prod/web' })
  expect(Object.values(event?.before ?? {})).toEqual([null])
  await mendGovernance(console.as('operator'), web)
  expect(await console.database.db.auditEvent.count({ where: { action: 'mendGovernance' } })).toBe(1)
})

it('does not touch what another tool keeps in step', async () => {
  const tracked = { 'argocd.argoproj.io/tracking-id': 'shop' }
  const labels = { app: 'nameless' }
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: 'main', image: 'example.com/a:1' }] },
  }
  const metadata = { name: 'nameless', namespace: 'default', annotations: tracked }
  const spec = { replicas: 0, selector: { matchLabels: labels }, template }
  await client.apply({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }, { force: false })
  await expect(
    mendGovernance(console.as('operator'), {
      cluster: 'test',
      namespace: 'default',
      deployment: 'nameless',
    }),
  ).rejects.toMatchObject({ code: 'Conflict', message: expect.stringContaining('Argo CD') })
})

it('knows no namespace that is not there', async () => {
  await expect(
    getGovernance(console.as('viewer'), { cluster: 'test', namespace: 'nowhere' }),
  ).rejects.toMatchObject({ code: 'NotFound' })
})
