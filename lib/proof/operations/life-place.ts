import { at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import type { LifePlace } from './life-lines'

const demo = { namespace: 'default', host: 'example.com' }
/** What of the demo stands in the way of a request to its chain. */
const kinds = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' },
  { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' },
]
const ofChain = (name: string): boolean => /^spring-cloud-[abc](-higress)?$/.test(name)

/** Makes a place with the demo's chain, as somebody would have copied it. Nothing for the demo's own. */
export async function furnish(client: ClusterClient, place: LifePlace): Promise<void> {
  const { namespace, host } = place
  if (namespace === demo.namespace) return
  const labels = { 'mse-enable': 'enabled', ...place.labels }
  await client.apply(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } },
    { force: false },
  )
  for (const kind of kinds)
    for (const object of await client.list({ ...kind, namespace: demo.namespace })) {
      if (ofChain(object.metadata.name)) await client.apply(copyOf(object, namespace, host), { force: false })
    }
}

function copyOf(
  { apiVersion, kind, metadata, spec }: KubeObject,
  namespace: string,
  host: string,
): KubeObject {
  const { name, labels } = metadata
  const written = JSON.stringify(spec).replaceAll(`"${demo.host}"`, `"${host}"`)
  const { clusterIP: _ip, clusterIPs: _ips, ...rest } = JSON.parse(written)
  return { apiVersion, kind, metadata: { name, namespace, ...(labels && { labels }) }, spec: rest }
}

const deploymentRef = (namespace: string, name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace,
  name,
})

/** The image of a workload's first container. */
export async function imageOf(client: ClusterClient, namespace: string, name: string): Promise<string> {
  const { spec } = await client.get(deploymentRef(namespace, name))
  const containers = at(spec, 'template', 'spec', 'containers')
  return String(Array.isArray(containers) ? at(containers[0], 'image') : undefined)
}

/** Changes how many pods a workload has, and waits until they are ready. */
export async function scale(
  client: ClusterClient,
  { namespace, name, replicas }: { namespace: string; name: string; replicas: number },
): Promise<void> {
  const ref = deploymentRef(namespace, name)
  await client.jsonPatch(ref, [{ op: 'add', path: '/spec/replicas', value: replicas }])
  await untilReady(client, namespace, name)
}

const patienceMs = 60_000
const lookEveryMs = 20

async function untilReady(client: ClusterClient, namespace: string, name: string): Promise<void> {
  const end = performance.now() + patienceMs
  for (;;) {
    const { spec, status } = await client.get(deploymentRef(namespace, name))
    const wanted = at(spec, 'replicas')
    if (at(status, 'readyReplicas') === wanted && at(status, 'replicas') === wanted) return
    if (performance.now() > end) throw new Error(`${name}: ${JSON.stringify(status)}, wanted ${wanted}`)
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}

/** `kubectl delete pod` of one of a workload's; waits until another has taken its place. */
export async function killPod(client: ClusterClient, namespace: string, workload: string): Promise<void> {
  const ofPods = { apiVersion: 'v1', kind: 'Pod', namespace }
  const isOne = ({ metadata }: KubeObject) =>
    metadata.deletionTimestamp === undefined && metadata.name.replace(/-[^-]+-[^-]+$/, '') === workload
  const pod = (await client.list(ofPods)).find(isOne)
  if (pod === undefined) throw new Error(`${workload} has no pod`)
  const { name, uid = '' } = pod.metadata
  await client.remove({ ...ofPods, name }, { uid, propagationPolicy: 'Background' })
  await untilReady(client, namespace, workload)
}
