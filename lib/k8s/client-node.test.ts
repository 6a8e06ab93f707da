import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  type V1Deployment,
} from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCluster, type TestCluster } from './test-cluster'

/** What everybody else's programs use on a cluster must find its way about the embedded one too. */
let cluster: TestCluster
let config: KubeConfig

beforeAll(async () => {
  cluster = await startTestCluster({ demo: false })
  config = new KubeConfig()
  config.loadFromString(cluster.kubeconfig)
}, 60_000)

afterAll(() => cluster.stop())

const namespace = 'default'
const deployment = (image: string): V1Deployment & KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'typed', namespace },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'typed' } },
    template: {
      metadata: { labels: { app: 'typed' } },
      spec: { containers: [{ name: 'web', image }] },
    },
  },
})

test('its typed and untyped clients create, watch, apply, meet conflicts and delete', async () => {
  const apps = config.makeApiClient(AppsV1Api)
  const objects = KubernetesObjectApi.makeApiClient(config)
  const seen: string[] = []
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`
  const informer = makeInformer(config, path, () => apps.listNamespacedDeployment({ namespace }))
  for (const event of ['add', 'update', 'delete'] as const)
    informer.on(event, ({ metadata }) => {
      seen.push(`${event} ${metadata?.name}`)
    })
  await informer.start()

  const made = await apps.createNamespacedDeployment({ namespace, body: deployment('demo:1') })
  expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date)
  await expect
    .poll(async () => (await apps.readNamespacedDeploymentStatus({ name: 'typed', namespace })).status)
    .toMatchObject({ availableReplicas: 1 })
  const pods = await config
    .makeApiClient(CoreV1Api)
    .listNamespacedPod({ namespace, labelSelector: 'app=typed' })
  expect(pods.items.map(({ status }) => status?.phase)).toEqual(['Running'])

  const apply = (image: string, manager: string, force: boolean) =>
    objects.patch(deployment(image), undefined, undefined, manager, force, PatchStrategy.ServerSideApply)
  await apply('demo:2', 'one', true)
  const refused = await apply('demo:3', 'other', false).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ApiException)
  expect(refused).toMatchObject({ code: 409 })
  expect((await apps.readNamespacedDeployment({ name: 'typed', namespace })).spec).toMatchObject({
    template: { spec: { containers: [{ image: 'demo:2' }] } },
  })

  await apps.deleteNamespacedDeployment({ name: 'typed', namespace })
  await expect.poll(() => seen.at(-1), { timeout: 10_000 }).toBe('delete typed')
  expect(seen).toContain('add typed')
  expect(seen).toContain('update typed')
  await informer.stop()
})
