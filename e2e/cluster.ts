import fs from 'node:fs'
import https from 'node:https'
import path from 'node:path'
import { expect } from '@playwright/test'
import { parse } from 'yaml'
import { z } from 'zod'
import { dataDirectory } from './server'

const Kubeconfig = z.object({
  clusters: z.array(
    z.object({ cluster: z.object({ server: z.string(), 'certificate-authority-data': z.string() }) }),
  ),
  users: z.array(z.object({ user: z.object({ token: z.string() }) })),
})

const ObjectList = z.object({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({
        name: z.string(),
        uid: z.string(),
        annotations: z.record(z.string(), z.string()).optional(),
        labels: z.record(z.string(), z.string()).optional(),
      }),
      spec: z.unknown().optional(),
      status: z.unknown().optional(),
    }),
  ),
})

/** `directory` is the console's whose cluster is meant: this worker's own where nothing is said. */
type Call = { body?: object; contentType?: string; method?: string; directory?: string }

/** A call of the cluster's API with the printed kubeconfig; a body is a merge patch, or applied where that is said. */
async function clusterCall(apiPath: string, call: Call = {}): Promise<unknown> {
  const { body, contentType = 'application/merge-patch+json', directory = dataDirectory } = call
  const { method = body === undefined ? 'GET' : 'PATCH' } = call
  const text = fs.readFileSync(path.join(directory, 'sandbox.kubeconfig'), 'utf8')
  const config = Kubeconfig.parse(parse(text))
  const cluster = config.clusters[0]?.cluster
  const user = config.users[0]?.user
  if (!cluster || !user) throw new Error('the kubeconfig names no cluster')
  const ca = Buffer.from(cluster['certificate-authority-data'], 'base64')
  const headers = {
    authorization: `Bearer ${user.token}`,
    ...(body && { 'content-type': contentType }),
  }
  return new Promise((resolve, reject) => {
    https
      .request(new URL(apiPath, cluster.server), { ca, method, headers, agent: false }, (response) => {
        let answer = ''
        response.on('data', (chunk) => {
          answer += chunk
        })
        const isJson = response.headers['content-type']?.includes('json')
        response.on('end', () => resolve(isJson ? JSON.parse(answer) : answer))
      })
      .on('error', reject)
      .end(body && JSON.stringify(body))
  })
}

/** A GET of the cluster's API. */
export const clusterGet = (apiPath: string, directory = dataDirectory) => clusterCall(apiPath, { directory })

/** What `curl` of a Service's own address gives within the cluster: any ready pod behind it answers. */
export const throughService = async (service: string, port: number, path: string, namespace = 'default') =>
  String(await clusterGet(`/api/v1/namespaces/${namespace}/services/${service}:${port}/proxy${path}`))

/** What `kubectl apply --server-side` does. */
export async function applyByHand(collection: string, object: { metadata: { name: string } }): Promise<void> {
  const apiPath = `${collection}/${object.metadata.name}?fieldManager=kubectl`
  const answer = await clusterCall(apiPath, { body: object, contentType: 'application/apply-patch+yaml' })
  expect(answer, JSON.stringify(answer)).not.toMatchObject({ status: 'Failure' })
}

/** What `kubectl patch --type=merge` does. */
export const patchByHand = (apiPath: string, patch: object) => clusterCall(apiPath, { body: patch })

/** What `kubectl delete` does. */
export const deleteByHand = (apiPath: string) => clusterCall(apiPath, { method: 'DELETE' })

const workloads = '/apis/apps/v1/namespaces/default/deployments'
const watched = [
  workloads,
  '/api/v1/namespaces/default/services',
  '/apis/networking.k8s.io/v1/namespaces/default/ingresses',
]

/** Name, uid, labels, annotations and spec of everything that a lane touches: what must be as before. */
export async function clusterPicture(): Promise<Record<string, unknown>> {
  const picture: Record<string, unknown> = {}
  for (const apiPath of watched)
    for (const { metadata, spec } of ObjectList.parse(await clusterGet(apiPath)).items)
      picture[`${apiPath}/${metadata.name}`] = {
        uid: metadata.uid,
        labels: metadata.labels ?? {},
        annotations: metadata.annotations ?? {},
        spec,
      }
  return picture
}

/** The names of all objects of one kind in the demo's namespace, sorted. */
export async function clusterNames(resource: 'deployments' | 'services' | 'ingresses'): Promise<string[]> {
  const apiPath = watched.find((known) => known.endsWith(`/${resource}`)) ?? ''
  const { items } = ObjectList.parse(await clusterGet(apiPath))
  return items.map(({ metadata }) => metadata.name).sort()
}

const Workload = z.object({
  metadata: z.object({ uid: z.string(), generation: z.number() }),
  spec: z.object({
    template: z.object({ spec: z.object({ containers: z.array(z.object({ image: z.string() })) }) }),
  }),
})

/** The image that a Deployment of the demo's namespace asks for. */
export async function laneImage(name: string): Promise<string | undefined> {
  const { spec } = Workload.parse(await clusterGet(`${workloads}/${name}`))
  return spec.template.spec.containers[0]?.image
}

/** What `kubectl set image` does to a Deployment of one container. */
export const setImageByHand = (name: string, value: string) =>
  clusterCall(`${workloads}/${name}`, {
    body: [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value }],
    contentType: 'application/json-patch+json',
  })

/** Which object a Deployment is, and how often its spec was changed. */
export async function laneIdentity(name: string): Promise<{ uid: string; generation: number }> {
  return Workload.parse(await clusterGet(`${workloads}/${name}`)).metadata
}

const Rollout = z.object({
  metadata: z.object({ generation: z.number() }),
  status: z.object({
    observedGeneration: z.number().optional(),
    replicas: z.number().optional(),
    updatedReplicas: z.number().optional(),
    availableReplicas: z.number().optional(),
  }),
})

/** What `kubectl rollout status` waits for: so many pods of the Deployment's newest template answer, and no others. */
export async function rolledOut(name: string, replicas: number, directory = dataDirectory): Promise<void> {
  await expect
    .poll(
      async () => {
        const { metadata, status } = Rollout.parse(await clusterGet(`${workloads}/${name}`, directory))
        const { observedGeneration, updatedReplicas, availableReplicas } = status
        return [
          observedGeneration === metadata.generation,
          status.replicas,
          updatedReplicas,
          availableReplicas,
        ]
      },
      { timeout: 30_000 },
    )
    .toEqual([true, replicas, replicas, replicas])
}

/** Gives the pods of a Deployment a shorter time to end, and waits until its new pods alone answer. */
export async function shortenGrace(name: string, seconds: number, directory: string): Promise<void> {
  const spec = { template: { spec: { terminationGracePeriodSeconds: seconds } } }
  await clusterCall(`${workloads}/${name}`, { body: { spec }, directory })
  await rolledOut(name, 1, directory)
}
