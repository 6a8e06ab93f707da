import { request } from 'node:http'
import { parseAllDocuments } from 'yaml'
import { awaitAvailable } from './demo/await-available'
import { ensureClusterObjects, ensureNamespace } from './demo/cluster-objects'
import type { Deployment } from './shapes/workload'
import { type Runtime, startRuntime } from './start-runtime'
import { findKind, type Kind, kinds } from './store/kinds'
import type { DraftObject, KubeObject } from './store/object'
import { openStore } from './store/open-store'
import type { Store } from './store/store'

/** A cluster in memory with free ports, as tests use it. */
export type TestCluster = {
  store: Store
  runtime: Runtime
  /** Creates every document of a manifest in a namespace. */
  create(manifest: string, namespace?: string): void
  /** Changes one object through its own resource. */
  change(kind: Kind, name: string, edit: (object: KubeObject) => DraftObject): void
  available(...deployments: string[]): Promise<void>
  close(): Promise<void>
}

/** Starts a cluster with the namespace `default` and waits until it is quiet; `random` fixes the gateway's draws. */
export async function startTestCluster(random?: () => number): Promise<TestCluster> {
  const store = await openStore({})
  ensureClusterObjects(store)
  ensureNamespace(store, 'default')
  const runtime = await startRuntime({ store, gatewayPort: 0, random })
  await awaitAvailable(store, [{ namespace: 'mse-system', name: 'mse-gateway' }], 10_000)
  return {
    store,
    runtime,
    create: (manifest, namespace = 'default') => {
      for (const document of parseAllDocuments(manifest)) {
        const draft = document.toJS() as DraftObject
        const kind = findKind(draft.apiVersion ?? '', draft.kind ?? '')
        if (kind === undefined) throw new Error(`no such kind: ${draft.kind}`)
        store.create(kind, { ...draft, metadata: { ...draft.metadata, namespace } }, { manager: 'test' })
      }
    },
    change: (kind, name, edit) => {
      const object = store.get(kind, 'default', name)
      if (object === undefined) throw new Error(`no such object: ${name}`)
      store.update(kind, edit(structuredClone(object)), { manager: 'test' })
    },
    available: async (...deployments) => {
      const wanted = deployments.map((name) => ({ namespace: 'default', name }))
      const missing = await awaitAvailable(store, wanted, 10_000)
      if (missing.length > 0) throw new Error(`not available: ${missing.join(', ')}`)
    },
    close: async () => {
      await runtime.close(0)
      await store.close()
    },
  }
}

/** The answer to one request. */
export type TestAnswer = { status: number; body: string; headers: Record<string, string> }

/** Sends one GET to a loopback port. */
export function get(port: number, path: string, headers: Record<string, string> = {}): Promise<TestAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        body += chunk
      })
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body,
          headers: Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
          ),
        }),
      )
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}

/** Resolves when the condition holds after a commit; throws after the deadline with what `describe` says. */
export function until(
  store: Store,
  condition: () => boolean,
  describe: () => string = () => 'the condition did not come to hold',
  timeoutMs = 10_000,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error?: Error) => {
      unsubscribe()
      clearTimeout(timer)
      if (error === undefined) resolve()
      else reject(error)
    }
    const timer = setTimeout(() => finish(new Error(describe())), timeoutMs)
    const unsubscribe = store.subscribe(() => {
      if (condition()) finish()
    })
    if (condition()) finish()
  })
}

/** One Deployment of `default`; throws when there is none. */
export function deployment(store: Store, name: string): Deployment {
  const object = store.get(kinds.deployments, 'default', name)
  if (object === undefined) throw new Error(`no such Deployment: ${name}`)
  return object as Deployment
}

/** A small application: a Deployment of an image and a Service of the same name on port 80. */
export function applicationManifest(
  name: string,
  { image = 'example.com/plain:1', replicas = 1, port = 8080, labels = '' } = {},
): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}${labels}}}
    spec: {containers: [{name: ${name}, image: "${image}", ports: [{containerPort: ${port}}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  selector: {app: ${name}}
  ports: [{name: http, port: 80, targetPort: ${port}}]
`
}

/** An Ingress, of class mse unless given; annotation keys may leave out their prefix: `n:` is nginx's, `m:` is MSE's. */
export function ingressManifest(
  name: string,
  {
    host = 'shop.example.com',
    path = '/',
    pathType = 'Prefix',
    service = name,
    annotations = {},
    className = 'mse',
  } = {},
): string {
  const full = Object.entries(annotations).map(([key, value]) => [
    key.replace(/^n:/, 'nginx.ingress.kubernetes.io/').replace(/^m:/, 'mse.ingress.kubernetes.io/'),
    String(value),
  ])
  const backend = { service: { name: service, port: { number: 80 } } }
  return JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, annotations: Object.fromEntries(full) },
    spec: { ingressClassName: className, rules: [{ host, http: { paths: [{ path, pathType, backend }] } }] },
  })
}
