import { connect, createServer, type Socket } from 'node:net'
import { canonical } from '@/lib/sandbox/controllers/template-hash'
import { createWorkQueue } from '@/lib/sandbox/controllers/work-queue'
import type { PodNetwork } from '@/lib/sandbox/kubelet/pod-network'
import { getService } from '@/lib/sandbox/shapes/service'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import { Backends } from './backends'
import type { Gateway } from './gateway'
import { listenOnLoopback } from './listen'

/** Which Service gets a load balancer, and on which port. */
export type ServiceBalancerOptions = {
  store: Store
  network: PodNetwork
  namespace: string
  service: string
  port: number
}

/**
 * A load balancer in front of one Service of type LoadBalancer: it passes connections, not requests.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer
 */
export async function startServiceBalancer(options: ServiceBalancerOptions): Promise<Gateway> {
  const { store, network, namespace, service } = options
  const backends = new Backends(store, network)
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const servicePort = getService(store, namespace, service)?.spec.ports?.[0]?.port
    const target =
      servicePort === undefined ? undefined : backends.find(namespace, service, servicePort)?.ready[0]
    if (target === undefined) {
      client.destroy()
      return
    }
    const upstream = connect({ host: '127.0.0.1', port: target })
    join(client, upstream)
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    }
  })
  const port = await listenOnLoopback(server, options.port)
  const status = startBalancerStatus(options, port)
  return {
    port,
    close: async () => {
      backends.close()
      status.stop()
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

function join(client: Socket, upstream: Socket): void {
  client.pipe(upstream)
  upstream.pipe(client)
  client.on('error', () => upstream.destroy())
  upstream.on('error', () => client.destroy())
  client.on('close', () => upstream.destroy())
  upstream.on('close', () => client.destroy())
}

/** Writes the address into the Service's status. @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceStatus */
function startBalancerStatus({ store, namespace, service }: ServiceBalancerOptions, port: number) {
  const ingress = [{ ip: '127.0.0.1', ipMode: 'VIP', ports: [{ port, protocol: 'TCP' }] }]
  const loadBalancer = { ingress }
  const queue = createWorkQueue('load balancer', () => {
    const object = getService(store, namespace, service)
    if (object?.spec.type !== 'LoadBalancer') return
    if (canonical(object.status?.loadBalancer ?? {}) === canonical(loadBalancer)) return
    const status = { ...object.status, loadBalancer }
    const options = { manager: 'cloud-controller-manager', subresource: 'status' } as const
    store.update(kinds.services, { ...object, status }, options)
  })
  const unsubscribe = store.subscribe(({ kind, object }) => {
    if (kind !== kinds.services || object.metadata.name !== service) return
    if (object.metadata.namespace === namespace) queue.add('status')
  })
  queue.add('status')
  return {
    stop: () => {
      unsubscribe()
      queue.stop()
    },
  }
}
