import { withValueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { checkEntryRules } from '@/lib/plan/check-routing'
import { buildDesired } from '@/lib/plan/desired'
import { desiredRoutes } from '@/lib/plan/desired-routes'
import { findProvider } from '@/lib/providers/index'
import type { BaseRoute, Edit, Routes, TrafficProvider } from '@/lib/providers/provider'
import { ApiError } from '@/lib/sandbox/store/api-error'
import type { KubeObject as StoredObject } from '@/lib/sandbox/store/object'
import type { Answer } from './answer'
import type { UserRoute } from './door'
import { applications } from './draw-document'
import type { Family, Serve } from './family'
import type { Mutation } from './mutation'
import type { ProofCluster } from './proof-cluster'

/** One document on the cluster: what can be asked of it. */
export type Stage = {
  provider: TrafficProvider
  tags: 'compared' | 'not compared'
  /** See the family. */
  rounded: (answer: Answer) => Answer
  /** What the provider reads of the stored objects, by entry. */
  read: ReadonlyMap<string, Routes | null>
  /** The gateway with the lanes' objects. */
  serve: Serve
  /** The same gateway with the user's own objects only. */
  serveBefore: Serve
  stored: readonly StoredObject[]
  /** What the plan says of the routes, by code. */
  notices: ReadonlySet<string>
}

/** Why a document cannot stand on its entries' gateway. */
export type Refusal = { refused: string }

/** What the API server says of an object that a provider rendered. */
export type Rejection = { rejected: string }

/**
 * Renders a document, puts what was rendered into the cluster's store (so that admission, schemas and defaults have their
 * say) and compiles the gateway over what is stored then. `shuffle` gives the objects other ages, so that an answer that
 * hangs on which of two equal routes is older does not pass.
 */
export function stageOf(input: {
  cluster: ProofCluster
  family: Family
  document: LaneGroupDocument
  routes: readonly UserRoute[]
  shuffle: (count: number) => number[]
  mutation?: Mutation
}): Stage | Refusal | Rejection {
  const { cluster, family, document, routes, shuffle, mutation } = input
  const provider = findProvider(family.provider)
  if (!provider) throw new Error(`no provider ${family.provider}`)
  const problem = document.spec.entries.flatMap((entry) => checkEntryRules(document, entry))[0]
  if (problem) return { refused: `${problem.code} ${problem.params?.reason ?? ''}` }
  const user = family.userObjects(routes).map(withUid)
  const live = { objects: [...services, ...user], owned: [], edits: [] }
  const wantedOf = family.renders === 'workloads' ? buildDesired : desiredRoutes
  const desired = wantedOf({ document, live, installation: 'proof', revision: 1, readiness: 'assumed' })
  const [error] = desired.errors
  if (error) return { refused: error.code }
  const rendering = { objects: desired.items.map(({ object }) => object), edits: [...desired.edits] }
  const { objects, edits } = mutation ? mutation.apply(rendering) : rendering
  const before = cluster.put(user, shuffle(user.length))
  const wanted = [...edited(user, edits), ...objects]
  if (new Set(wanted.map((object) => refKey(refOf(object)))).size < wanted.length)
    return { refused: 'SameName' }
  const stored = storedOrWhy(() => cluster.put(wanted, shuffle(wanted.length)))
  if (typeof stored === 'string') return { rejected: stored }
  const around = { document, doors: routes.flatMap((route) => route.doors) }
  return {
    provider,
    tags: family.tags ?? 'compared',
    rounded: family.rounded ?? ((answer) => answer),
    read: readAll({ document, provider, user, edits, stored }),
    serve: family.serving(stored, around),
    serveBefore: family.serving(before, around),
    stored,
    notices: new Set(desired.notices.map(({ code }) => code)),
  }
}

function storedOrWhy(put: () => StoredObject[]): StoredObject[] | string {
  try {
    return put()
  } catch (error) {
    if (error instanceof ApiError) return error.message
    throw error
  }
}

const services: KubeObject[] = ['web', 'api', 'files'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default', uid: `uid-service-${name}` },
  spec: {
    type: 'ClusterIP',
    selector: { app: name },
    ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 }],
  },
}))

function withUid(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, uid: `uid-${object.kind}-${object.metadata.name}` } }
}

function edited(objects: readonly KubeObject[], edits: readonly Edit[]): KubeObject[] {
  return objects.map((object) =>
    edits
      .filter(({ ref }) => refKey(ref) === refKey(refOf(object)))
      .reduce((changed, { path, after }) => withValueAt(changed, path, after), object),
  )
}

/**
 * Reads each entry as it stands in the store, its objects in the order of their ages; the base route is found as the user
 * wrote it.
 */
function readAll(input: {
  document: LaneGroupDocument
  provider: TrafficProvider
  user: readonly KubeObject[]
  edits: readonly Edit[]
  stored: readonly StoredObject[]
}): Map<string, Routes | null> {
  const { document, provider, user, stored } = input
  const ageOf = ({ metadata }: StoredObject) => Date.parse(metadata.creationTimestamp)
  const byAge = stored.toSorted((one, other) => ageOf(one) - ageOf(other))
  return new Map(
    document.spec.entries.map((entry) => {
      const settings = provider.settings.parse(entry.settings ?? {})
      const service = applications.find(({ name }) => name === entry.application)?.service
      const base = provider.findBase(entry, settings, [...services, ...user], service)
      if ('problem' in base) return [entry.name, null]
      const object = stored.find((one) => refKey(refOf(one)) === refKey(refOf(base.object)))
      const now: BaseRoute = object ? { ...base, object } : base
      return [entry.name, provider.read(byAge, now, settings)]
    }),
  )
}
