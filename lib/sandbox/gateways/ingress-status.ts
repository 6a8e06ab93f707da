import { keyOf, splitKey } from '@/lib/sandbox/controllers/owner'
import { canonical } from '@/lib/sandbox/controllers/template-hash'
import { createWorkQueue } from '@/lib/sandbox/controllers/work-queue'
import { type Ingress, listIngresses } from '@/lib/sandbox/shapes/ingress'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'

/** Where a gateway is reached, as it stands in the status of what it serves. */
export function loopbackStatus(port: number) {
  return { ingress: [{ ip: '127.0.0.1', ports: [{ port, protocol: 'TCP' }] }] }
}

/**
 * Writes the gateway's address into the status of the Ingresses that it serves.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressStatus
 */
export function startIngressStatus(
  store: Store,
  serves: (ingress: Ingress) => boolean,
  port: number,
  manager: string,
) {
  const loadBalancer = loopbackStatus(port)
  const queue = createWorkQueue('ingress status', (key) => {
    const { namespace, name } = splitKey(key)
    const ingress = store.get(kinds.ingresses, namespace, name) as Ingress | undefined
    if (ingress === undefined || !serves(ingress)) return
    if (canonical(ingress.status?.loadBalancer ?? {}) === canonical(loadBalancer)) return
    const status = { ...ingress.status, loadBalancer }
    store.update(kinds.ingresses, { ...ingress, status }, { manager, subresource: 'status' })
  })
  const unsubscribe = store.subscribe(({ kind, object }) => {
    if (kind === kinds.ingresses) queue.add(keyOf(object))
  })
  for (const ingress of listIngresses(store)) queue.add(keyOf(ingress))
  return {
    stop: () => {
      unsubscribe()
      queue.stop()
    },
  }
}
