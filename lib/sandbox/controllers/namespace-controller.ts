import { kinds, listKinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { type Controller, controllerManager } from './controller'
import { keyOf } from './owner'
import { createWorkQueue } from './work-queue'

/**
 * Gives every namespace its `default` ServiceAccount and root CA ConfigMap, and empties a namespace that is being
 * deleted before it lets it go. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
 */
export function startNamespaceController(store: Store): Controller {
  const queue = createWorkQueue('namespace', (key) => reconcile(store, key.slice(1)))
  const unsubscribe = store.subscribe(({ kind, object, type }) => {
    if (kind === kinds.namespaces) {
      if (type !== 'DELETED') queue.add(keyOf(object))
      return
    }
    const namespace = object.metadata.namespace
    if (namespace === undefined || type !== 'DELETED') return
    const owner = store.get(kinds.namespaces, undefined, namespace)
    if (owner?.metadata.deletionTimestamp !== undefined || isOwnDefault(object)) queue.add(`/${namespace}`)
  })
  for (const namespace of store.list(kinds.namespaces)) queue.add(keyOf(namespace))
  return {
    stop: () => {
      unsubscribe()
      queue.stop()
    },
  }
}

function isOwnDefault({ kind, metadata }: KubeObject): boolean {
  return (
    (kind === 'ServiceAccount' && metadata.name === 'default') ||
    (kind === 'ConfigMap' && metadata.name === 'kube-root-ca.crt')
  )
}

function reconcile(store: Store, name: string): void {
  const namespace = store.get(kinds.namespaces, undefined, name)
  if (namespace === undefined) return
  if (namespace.metadata.deletionTimestamp === undefined) addDefaults(store, name)
  else if (isEmptied(store, name)) finalize(store, namespace)
}

function addDefaults(store: Store, namespace: string): void {
  if (store.get(kinds.serviceAccounts, namespace, 'default') === undefined) {
    store.create(kinds.serviceAccounts, { metadata: { name: 'default', namespace } }, controllerManager)
  }
  if (store.get(kinds.configMaps, namespace, 'kube-root-ca.crt') === undefined) {
    const metadata = {
      name: 'kube-root-ca.crt',
      namespace,
      annotations: {
        'kubernetes.io/description':
          'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
      },
    }
    store.create(kinds.configMaps, { metadata, data: { 'ca.crt': '' } }, controllerManager)
  }
}

/** Deletes what is in the namespace; gives whether nothing is left. */
function isEmptied(store: Store, namespace: string): boolean {
  let left = 0
  for (const kind of listKinds()) {
    if (!kind.namespaced) continue
    for (const { metadata } of store.list(kind, { namespace })) {
      if (metadata.deletionTimestamp === undefined) {
        store.remove(kind, namespace, metadata.name, { propagationPolicy: 'Background' })
      }
      if (store.get(kind, namespace, metadata.name) !== undefined) left += 1
    }
  }
  return left === 0
}

/** The `kubernetes` finalizer stands in the spec; the object goes with it. @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/#NamespaceSpec */
function finalize(store: Store, namespace: KubeObject): void {
  const { name } = namespace.metadata
  const options = { ...controllerManager, subresource: 'finalize' } as const
  store.update(kinds.namespaces, { ...namespace, spec: { finalizers: [] } }, options)
  if (store.get(kinds.namespaces, undefined, name) !== undefined) {
    store.remove(kinds.namespaces, undefined, name, { gracePeriodSeconds: 0 })
  }
}
