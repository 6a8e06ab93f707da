import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { stringify } from 'yaml'
import { getConnection } from '@/lib/db/clusters'
import { createTestDatabase } from '@/lib/db/test-database'
import { mall } from '@/lib/domain/testdata/mall'
import { connect, disconnect } from '@/lib/k8s/connect'
import { type FaultProxy, startFaultProxy } from '@/lib/k8s/fault-proxy'
import { readLiveState } from '@/lib/operations/live-state'
import { registerTestCluster, saveTestGroup } from '@/lib/operations/test-group'
import { storyDocument } from '@/lib/operations/test-story'
import { buildDesired } from '@/lib/plan/desired'
import { plan } from '@/lib/plan/plan'
import { type BareServer, startBareServer } from '@/lib/sandbox/api/bare-server'
import type { ServiceContext } from '@/lib/services/context'
import { checkCluster } from './check-cluster'

let server: BareServer
let proxy: FaultProxy
let database: Awaited<ReturnType<typeof createTestDatabase>>
let folder: string
let clusterId: string
const contextIn = (language: ServiceContext['language']): ServiceContext => ({
  db: database.db,
  actor: { kind: 'system', id: 'test', name: 'tester', role: 'viewer' },
  now: () => new Date(),
  requestId: 'test',
  language,
})

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lk-check-'))
  ;[database, server] = await Promise.all([createTestDatabase(), startBareServer()])
  vi.stubEnv('DATABASE_URL', database.url)
  vi.stubEnv('LANEKEEPER_DATA', folder)
  vi.stubEnv('LANEKEEPER_KEY_FILE', path.join(folder, 'key'))
  const { authority, certificate, key } = server.certificates
  proxy = await startFaultProxy({
    tls: { key, cert: certificate },
    upstream: { url: server.url, ca: authority },
  })
  const ca = Buffer.from(authority).toString('base64')
  const kubeconfig = stringify({
    'current-context': 'sandbox',
    contexts: [{ name: 'sandbox', context: { cluster: 'c', user: 'c' } }],
    clusters: [{ name: 'c', cluster: { server: proxy.url, 'certificate-authority-data': ca } }],
    users: [{ name: 'c', user: { token: server.token } }],
  })
  clusterId = await registerTestCluster(database.db, kubeconfig, 'prod')
  await saveTestGroup(database.db, clusterId, storyDocument())
}, 90_000)
afterAll(async () => {
  await disconnect(clusterId)
  await proxy.close()
  await server.close()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

test('an account that may do everything has no problem', async () => {
  expect(await checkCluster(contextIn('en'), { name: 'prod' })).toMatchObject({
    problem: null,
    reachable: true,
  })
})

test('a missing right is named by verb, resource and namespace, in the language of the reader', async () => {
  const denied = /"verb":"(\*|delete)"/
  proxy.fault = ({ path, body }) =>
    path.includes('selfsubjectaccessreviews') && denied.test(body)
      ? { do: 'answer', status: 201, body: { kind: 'SelfSubjectAccessReview', status: { allowed: false } } }
      : undefined
  const view = await checkCluster(contextIn('en'), { name: 'prod' })
  expect(view.problem).toBe(
    'Its account may not do this in namespace default: delete deployments.apps; delete services; delete ingresses.networking.k8s.io',
  )
  const chinese = await checkCluster(contextIn('zh-CN'), { name: 'prod', knownRights: true })
  expect(chinese.problem).toMatch(/^其账号在命名空间 default 中缺少以下权限：delete deployments\.apps/)
})

test('what an entry’s own rules need elsewhere is named too', async () => {
  const document = storyDocument()
  const { spec } = document
  await saveTestGroup(database.db, clusterId, {
    ...document,
    metadata: { name: 'plugged' },
    spec: {
      ...spec,
      entries: (spec.entries ?? []).map((entry) => ({
        ...entry,
        provider: 'higress',
        settings: { tagPlugin: true, gatewayNamespace: 'gateway-of-all' },
      })),
      rules: [
        {
          name: 'some',
          targets: [
            { lane: 'gray', weight: 5 },
            { lane: 'baseline', weight: 95 },
          ],
        },
      ],
    },
  })
  const denied = /"group":"extensions.higress.io"|"verb":"\*"/
  proxy.fault = ({ path, body }) =>
    path.includes('selfsubjectaccessreviews') && denied.test(body)
      ? { do: 'answer', status: 201, body: { kind: 'SelfSubjectAccessReview', status: { allowed: false } } }
      : undefined
  const view = await checkCluster(contextIn('en'), { name: 'prod' })
  expect(view.problem).toBe(
    'Its account may not do this in namespace gateway-of-all: get, list, watch, create, patch, delete wasmplugins.extensions.higress.io',
  )
})

test('an account that may not list autoscalers plans without them, and is told so', async () => {
  const { group } = await database.db.laneGroup
    .findFirstOrThrow({ where: { clusterId } })
    .then(({ id, name }) => ({ group: { id, name, namespace: 'default' } }))
  const document = mall({
    lanes: [{ tag: 'gray', versions: [{ application: 'spring-cloud-a', image: 'a:9' }] }],
  })
  const client = connect(await getConnection(database.db, { id: clusterId }))
  const about = { reader: database.db, installation: 'here', group, document, source: 'fresh' } as const
  const noticesNow = async () => {
    const { live } = await readLiveState({ ...about, client })
    const desired = buildDesired({ document, live, installation: 'here', revision: 1, readiness: 'assumed' })
    return plan(desired, live).notices.filter(({ code }) => code === 'Unread')
  }
  proxy.fault = () => undefined
  expect(await noticesNow()).toEqual([])
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code: 403,
    reason: 'Forbidden',
    message: 'no',
  }
  proxy.fault = ({ path }) =>
    path.includes('/horizontalpodautoscalers') ? { do: 'answer', status: 403, body: status } : undefined
  const [notice, ...others] = await noticesNow()
  expect(others).toEqual([])
  expect(notice?.message).toEqual({ reason: 'planning.unread', params: { kind: 'HorizontalPodAutoscaler' } })
})
