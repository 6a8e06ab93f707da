import type { PodNetwork } from '@/lib/sandbox/kubelet/pod-network'
import type { Pod } from '@/lib/sandbox/shapes/pod'
import type { Store } from '@/lib/sandbox/store/store'

/** A gateway that listens. `stats` is what its metrics endpoint gives, in Prometheus' text format. */
export type Gateway = { port: number; close(): Promise<void>; stats?(): string }

/** What a gateway is started with; port 0 is any free one. `random` is for tests that need the same draw each time. */
export type GatewayContext = { store: Store; network: PodNetwork; port: number; random?: () => number }

/** One family of gateways: `portOffset` counts from the sandbox's first gateway port. */
export type GatewayFamily<Name extends string = string> = {
  name: Name
  portOffset: number
  /** Throws PortTaken. */
  start(context: GatewayContext): Promise<Gateway>
  /** Whether a pod is this gateway's own, so that its metrics are this gateway's. */
  hasPod?(pod: Pod): boolean
  /** Makes the objects that a cluster with such a gateway has, once it listens on `port`. */
  ensureObjects?(store: Store, port: number): void
}
