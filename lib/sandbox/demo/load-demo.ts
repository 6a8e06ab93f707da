import { parseAllDocuments } from 'yaml'
import { agentInjector } from '@/lib/sandbox/agent/inject-agent'
import { controllerLabel } from '@/lib/sandbox/gateways/watched-namespaces'
import { findKind, kinds } from '@/lib/sandbox/store/kinds'
import type { DraftObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { blueGreenDemo } from './blue-green-demo'
import { createIfAbsent, ensureNamespace } from './cluster-objects'
import { gatewayApiDemo } from './gateway-api-demo'
import { higressDemo } from './higress-demo'
import { istioRouteDemo } from './istio-route-demo'
import { meshDemo } from './mesh-demo'
import { istioDemo, rollingDemo } from './micro-api-demo'
import { mseDemo } from './mse-demo'
import { zadigDemo } from './zadig-demo'

/** Deployments of the running demo; the sandbox is ready when they are available. */
export const demoDeployments = [
  'spring-cloud-zuul',
  'spring-cloud-a',
  'spring-cloud-b',
  'spring-cloud-c',
  'nacos-server',
] as const

/** Loads the demos; what is stored already stays as it is. */
export function loadDemo(store: Store): void {
  ensureDefaultClass(store)
  ensureInjector(store)
  enableGovernance(store, 'default')
  ensureNamespace(store, 'zadig', { 'mse-enable': 'enabled' })
  ensureNamespace(store, 'mesh', { 'istio-injection': 'enabled' })
  ensureNamespace(store, 'rolling')
  ensureNamespace(store, 'bluegreen', { [controllerLabel]: 'ack-nginx' })
  loadManifest(store, 'default', mseDemo)
  loadManifest(store, 'default', gatewayApiDemo)
  loadManifest(store, 'default', higressDemo)
  loadManifest(store, 'default', istioRouteDemo)
  loadManifest(store, 'default', istioDemo)
  loadManifest(store, 'mesh', meshDemo)
  loadManifest(store, 'zadig', zadigDemo)
  loadManifest(store, 'rolling', rollingDemo)
  loadManifest(store, 'bluegreen', blueGreenDemo)
}

/** Before the pods that it puts the agent into. */
function ensureInjector(store: Store): void {
  const { namespace, name } = agentInjector
  ensureNamespace(store, namespace)
  const labels = { app: name }
  createIfAbsent(store, kinds.deployments, {
    metadata: { name, namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name, image: 'registry.example.com/acs/ack-onepilot:4.2.0' }] },
      },
    },
  })
}

const defaultClass = { 'ingressclass.kubernetes.io/is-default-class': 'true' }

/** Before the first Ingress of the demos: who takes the mark off keeps it off. */
function ensureDefaultClass(store: Store): void {
  if (store.get(kinds.namespaces, undefined, 'bluegreen') !== undefined) return
  const draft = {
    metadata: { name: 'nginx', annotations: defaultClass },
    spec: { controller: 'k8s.io/ingress-nginx' },
  }
  if (createIfAbsent(store, kinds.ingressClasses, draft)) return
  const found = store.get(kinds.ingressClasses, undefined, 'nginx')
  if (found === undefined) return
  const metadata = { ...found.metadata, annotations: { ...found.metadata.annotations, ...defaultClass } }
  store.update(kinds.ingressClasses, { ...found, metadata }, { manager: 'sandbox' })
}

/** The label is set once, together with the first demo object; who takes it off keeps it off. */
function enableGovernance(store: Store, name: string): void {
  const namespace = store.get(kinds.namespaces, undefined, name)
  if (namespace === undefined || store.get(kinds.deployments, name, 'spring-cloud-a') !== undefined) return
  const labels = { ...namespace.metadata.labels, 'mse-enable': 'enabled' }
  const metadata = { ...namespace.metadata, labels }
  store.update(kinds.namespaces, { ...namespace, metadata }, { manager: 'sandbox' })
}

function loadManifest(store: Store, namespace: string, manifest: string): void {
  for (const document of parseAllDocuments(manifest)) {
    const draft = document.toJS() as DraftObject
    const kind = findKind(draft.apiVersion ?? '', draft.kind ?? '')
    if (kind === undefined) throw new Error(`the sandbox does not store ${draft.apiVersion} ${draft.kind}`)
    createIfAbsent(store, kind, { ...draft, metadata: { ...draft.metadata, namespace } })
  }
}
