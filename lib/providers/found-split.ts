import type { KubeObject } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import type { Match } from '@/lib/domain/route-rule'
import type { Door, Edit } from './provider'

/**
 * A way of requests as somebody else wrote it: a Service, or those of its pods that have `pods` as labels. `tag` is what
 * requests that go there are tagged with, null leaves them as they are; `route` is the object beside the base route that
 * says it, null where the base route does.
 */
export type FoundTarget = {
  service: { name: string; port: number | string }
  pods: Record<string, string> | null
  weight: number
  tag: string | null
  route: KubeObject | null
}

/** One branch that somebody else gave a door. Without `match` it says where requests go that no other branch takes. */
export type FoundBranch = {
  /** The route that says it: one beside the base route, or the base route itself. */
  object: KubeObject
  match?: Match
  targets: FoundTarget[]
}

/** A door whose requests are split already, by hand or by another tool. */
export type FoundSplit = {
  /** The door, with the paths that are split. */
  door: Door
  /** Where requests go that no branch takes; the Service of the baseline. */
  base: FoundTarget
  /** In the gateway's order. */
  branches: FoundBranch[]
  /** Fields of the user's route that say branches: what stands there, and what would without them. */
  claims: Edit[]
  /** The header by which branches carry a tag, and whether it is taken off what no branch takes; null where none does. */
  tag: { header: string; closed: boolean } | null
  /** What a lane group cannot say of it. */
  losses: Notice[]
}

/** What `recognise` looks at; `isBaseline` tells the Services and pods that stand for the stable version. */
export type RecogniseInput = {
  routes: readonly KubeObject[]
  classes: readonly KubeObject[]
  isBaseline: (target: FoundTarget) => boolean
}
