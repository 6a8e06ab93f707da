import type { PodNetwork } from '@/lib/sandbox/kubelet/pod-network'
import { listSlices } from '@/lib/sandbox/shapes/endpoint-slice'
import { getService, type ServicePort } from '@/lib/sandbox/shapes/service'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'

/** A Service port and the loopback ports of its ready pods. */
export type Backend = { port: number; ready: readonly number[] }

type Address = { ip: string; port: number }

/** The ready endpoints of Services, read from their EndpointSlices and kept until these change. */
export class Backends {
  private readonly addresses = new Map<string, { port: number; ready: Address[] } | undefined>()
  private readonly turns = new Map<string, number>()
  private readonly unsubscribe: () => void

  constructor(
    private readonly store: Store,
    private readonly network: PodNetwork,
  ) {
    this.unsubscribe = store.subscribe(({ kind }) => {
      if (kind === kinds.services || kind === kinds.endpointSlices) this.addresses.clear()
    })
  }

  /** The ready pods of a Service port (number or name), the next in turn first; undefined when there is no such port. */
  find(namespace: string, service: string, port: number | string): Backend | undefined {
    const key = `${namespace}/${service}/${port}`
    if (!this.addresses.has(key)) this.addresses.set(key, this.load(namespace, service, port))
    const found = this.addresses.get(key)
    if (found === undefined) return undefined
    const turn = (this.turns.get(key) ?? -1) + 1
    this.turns.set(key, turn)
    const start = found.ready.length === 0 ? 0 : turn % found.ready.length
    const ordered = [...found.ready.slice(start), ...found.ready.slice(0, start)]
    const ready = ordered.flatMap(({ ip, port: number }) => this.network.resolve(ip, number) ?? [])
    return { port: found.port, ready }
  }

  /** Ends the subscription. */
  close(): void {
    this.unsubscribe()
  }

  private load(namespace: string, service: string, port: number | string) {
    const ports = getService(this.store, namespace, service)?.spec.ports ?? []
    const own = ports.find((candidate) => candidate.port === port || candidate.name === port)
    if (own === undefined) return undefined
    return { port: own.port, ready: this.readyAddresses(namespace, service, own) }
  }

  private readyAddresses(namespace: string, service: string, port: ServicePort): Address[] {
    return listSlices(this.store, namespace, service).flatMap((slice) => {
      const target = slice.ports?.find(({ name }) => name === (port.name ?? ''))
      if (target === undefined) return []
      return (slice.endpoints ?? [])
        .filter(({ conditions }) => conditions.ready)
        .flatMap(({ addresses }) => addresses.map((ip) => ({ ip, port: target.port })))
    })
  }
}
