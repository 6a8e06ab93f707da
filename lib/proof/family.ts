import type { KubeObject } from '@/lib/domain/kube-object'
import type { Convention } from '@/lib/domain/lane-group'
import type { GatewayName } from '@/lib/sandbox/gateways/families'
import type { KubeObject as StoredObject } from '@/lib/sandbox/store/object'
import type { UserRoute } from './door'
import type { Mutation } from './mutation'
import type { WireRequest } from './wire-request'

/** What a gateway makes of one request: the backend's Service and the headers that it sees, or a status of its own. */
export type Served =
  | { service: string; port: number | string; headers: Record<string, string> }
  | { status: number }

/** What a gateway does with one request, as often as it is asked; `random` gives its draws, 0 up to 1. */
export type Serve = (request: WireRequest) => (random: () => number) => Served

/** What the proof must know of one provider beside its features. */
export type Family = {
  /** The provider's id. */
  provider: string
  /** The sandbox's gateway that serves its routes. */
  gateway: GatewayName
  convention: Convention
  settings?: Record<string, unknown>
  /** What is drawn less often because nearly all of it is refused: rules beyond a number, lanes beyond one in the rules. */
  draw?: { rules?: number; oneLane?: boolean }
  /** The user's routes as objects of this gateway's kinds. */
  userObjects(routes: readonly UserRoute[]): KubeObject[]
  /** The sandbox's gateway over stored objects, without sockets. */
  serving(objects: readonly StoredObject[]): Serve
  /** Faults planted into what the provider renders; each must be found. */
  mutations: readonly Mutation[]
}
