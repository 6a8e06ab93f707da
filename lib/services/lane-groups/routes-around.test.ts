import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { planDraft } from './plan-draft'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let console: TestConsole

beforeAll(async () => {
  console = await startTestConsole()
})
afterAll(() => console?.stop())

const elsewhere: KubeObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'taken', namespace: 'rolling' },
  spec: {
    ingressClassName: 'mse',
    rules: [
      {
        host: 'example.com',
        http: {
          paths: [
            { path: '/', pathType: 'Prefix', backend: { service: { name: 'x', port: { number: 80 } } } },
          ],
        },
      },
    ],
  },
}

const told = async () =>
  (await planDraft(console.as('viewer'), { document: demoDocument('mall', {}) })).notices.filter(
    ({ code }) => code === 'ForeignRoute' || code === 'RoutesUnread',
  )

it('a route of another namespace on the host and path of an entry is told of', async () => {
  const isElsewhere = ({ object }: { object?: { namespace?: string } | null }) =>
    object?.namespace === 'rolling'
  expect((await told()).filter(isElsewhere)).toEqual([])
  const client = await clusterClient(console.as('admin'), { name: 'test' })
  await client.apply(elsewhere, { force: false })
  const notices = await told()
  expect(notices.filter(isElsewhere)).toMatchObject([
    { code: 'ForeignRoute', params: { name: 'rolling/taken' } },
  ])
  expect(notices.map(({ code }) => code)).not.toContain('RoutesUnread')
})
