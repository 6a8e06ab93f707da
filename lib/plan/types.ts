import type { FieldEdit } from '@/lib/domain/field-edit'
import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import type { Problem } from '@/lib/domain/problem'
import type { TagDelivery } from '@/lib/domain/tag-delivery'
import type { WantedImage } from '@/lib/domain/wanted-image'
import type { Edit } from '@/lib/providers/provider'
import type { ServedVersions } from '@/lib/providers/served-versions'
import type { Sentence } from '@/lib/words/sentence'

/** A field of a user's object that we changed and have not undone. */
export type StoredEdit = Edit & { uid: string }

/** An object we created, by the uid the cluster gave it. `lane` is a tag or `baseline`. */
export type OwnedRef = { ref: ObjectRef; uid: string; lane: string }

/** What stands on the cluster (one namespace: Deployments, Services, the providers' route kinds) and what we remember of it. */
export type LiveState = {
  objects: readonly KubeObject[]
  owned: readonly OwnedRef[]
  edits: readonly StoredEdit[]
  /** In which versions the cluster serves kinds; absent: as providers name them. */
  served?: ServedVersions
  /** Kinds that the account may not read and that a plan can do without. */
  unread?: readonly string[]
}

/** The order in which kinds of objects come alive; they close in reverse. `inner`: routes of calls behind an
 * entry; `baseline`: the user's own Deployments. */
export type Phase = 'baseline' | 'config' | 'workload' | 'service' | 'subset' | 'inner' | 'route'

/** What is waited for after a change: available pods, ready endpoints, drained connections, or nothing. */
export type Wait = 'available' | 'endpoints' | 'drain' | 'none'

/** One object that should be there, with ownership labels. `lane` is a tag or `baseline`. */
export type DesiredItem = {
  object: KubeObject
  phase: Phase
  lane: string
  application: string | null
  wait: Wait
  /** A workload that goes to 0 replicas, or an inner route that only loses lanes: it closes after the entries' routes. */
  closing: boolean
  /** It only keeps requests on the baseline: it stands before the lanes' pods do, where it does not stand yet. */
  hold?: true
}

/** An edit of a user's object; `phase` is its kind's unless it says another. */
export type DesiredEdit = Edit & { lane: string | null; phase?: 'inner'; hold?: true }

/** What an operation gives the baselines themselves; routing never does. */
export type WantedBaselines = {
  images: readonly WantedImage[]
  /** `set` is refused where it cannot be done; `back` does what it can and says what it left. */
  direction: 'set' | 'back'
  /** Images that revisions of the group knew, as `knownImage` writes them; null where that does not matter. */
  known: ReadonlySet<string> | null
  /** Users' routes that may be led to the Service of their application. */
  movable?: readonly MovableBase[]
  /** The workloads that become, or are again, the baselines of applications. */
  switched?: readonly SwitchedBase[]
  /** What of a lane's versions does not go with their images. */
  behind?: readonly StaysBehind[]
}

/** A version whose baseline gets its image only: `fields` that its patch sets, and whether it has `copies` of configuration. */
export type StaysBehind = {
  application: string
  deployment: string
  lane: string
  fields: readonly string[]
  copies: boolean
}

/** A route that leads to `from` now; `uid` null = whichever route of the application's does. */
export type MovableBase = { uid: string | null; from: string }

/** `release`: it was a lane's, and is handed over to the user. `former`: the workload that it takes the place of. */
export type SwitchedBase = {
  application: string
  deployment: string
  former?: string
  service: string | null
  release: boolean
}

/** A user's route that leads to another Service; `object` is it with that done, without edits of ours. */
export type BaseMove = {
  ref: ObjectRef
  uid: string
  application: string
  from: string
  to: string
  object: KubeObject
}

/** What the document wants on the cluster. `errors` say what could not be rendered. */
export type Desired = {
  group: string
  installation: string
  revision: number
  namespace: string
  allowManaged: boolean
  /** Tags of the document's lanes that have objects. */
  lanes: readonly string[]
  items: readonly DesiredItem[]
  baselines?: WantedBaselines
  moves?: readonly BaseMove[]
  edits: readonly DesiredEdit[]
  notices: readonly Notice[]
  errors: readonly Problem[]
  /** Rules that no object carries: an API is told them. */
  deliveries: readonly TagDelivery[]
}

/** One field: `path` in words of the object, such as `spec.template.spec.containers[web].image`; undefined is absent. */
export type FieldDiff = { path: string; before: unknown; after: unknown }

/** One step of an RFC 6902 patch. */
export type JsonPatchOp =
  | { op: 'test' | 'add' | 'replace'; path: string; value: unknown }
  | { op: 'remove'; path: string }

/**
 * One object's change. `order` counts from 1; changes with one number run together. `stage` is `make` (bring up), `route`
 * (move requests) or `close` (take down after the routes left). `hold` goes before the workloads that come. `apply` is the server-side apply body of what is ours;
 * `patch` the JSON patch of what is the user's; a delete has neither, `uid` is its precondition.
 */
export type Change = {
  action: 'create' | 'update' | 'delete' | 'unchanged'
  stage: 'make' | 'route' | 'close'
  phase: Phase
  order: number
  object: ObjectRef
  uid: string | null
  owner: 'ours' | 'user'
  lane: string | null
  application: string | null
  wait: Wait
  hold?: true
  diff: FieldDiff[]
  before: KubeObject | null
  after: KubeObject | null
  apply?: KubeObject
  patch?: JsonPatchOp[]
  /** With `patch`: what to store once it is applied. */
  edits?: StoredEdit[]
  /** With `patch`: what it changes of what people own, for good. */
  fields?: FieldEdit[]
  /** An object of ours that becomes the user's. */
  releases?: true
  /** With `patch`: stored edits that it undoes. */
  restores?: StoredEdit[]
}

/** An object that must not be touched: another's (`Owned`), tracked by a tool (`Managed`), or not changeable (`Immutable`). */
export type Conflict = {
  object: ObjectRef
  code: 'Owned' | 'Managed' | 'Immutable'
  message: Sentence
  manager: string | null
  field: string | null
}

/** Desired against live, in the order of work. A plan with conflicts or errors must not be pushed. */
export type Plan = {
  changes: Change[]
  notices: Notice[]
  conflicts: Conflict[]
  errors: Problem[]
  /** Stored edits that can no longer be undone (the field or object is another's now): forget them. */
  forgotten: StoredEdit[]
}
