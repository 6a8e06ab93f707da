import type { Reader } from '@/lib/db/client'
import { listObjectEdits } from '@/lib/db/object-edits'
import { listOwnedObjects } from '@/lib/db/owned-objects'
import { type KubeObject, type ObjectRef, refKey } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus, isPassing } from '@/lib/k8s/errors'
import { autoscalerKind } from '@/lib/plan/autoscaled'
import { configsOf, isConfig } from '@/lib/plan/config-refs'
import { handedOver } from '@/lib/plan/hand-over'
import type { LiveState } from '@/lib/plan/types'
import { asServed } from '@/lib/providers/served-versions'
import { withoutClaim } from './claim'
import { type HandOver, unfinishedHandOvers } from './hand-over'
import { type KindRef, liveKinds } from './live-kinds'
import { madeEdits } from './made-edits'
import { readServed } from './read-served'
import { resolveOwned } from './resolve-owned'

export type LiveQuestion = {
  client: ClusterClient
  reader: Reader
  installation: string
  group: { id: string; name: string; namespace: string }
  /** Its entries say which kinds are read. */
  document: LaneGroupDocument
  /** `cache`: what the watches hold, no request once they are complete. `fresh`: lists now. */
  source: 'cache' | 'fresh'
  signal?: AbortSignal
}
export type LiveAnswer = {
  live: LiveState
  /** Milliseconds since the oldest part was known to be current; 0 = now. */
  ageMs: number
  /** Rows whose uid has to be written: objects made just before the process was killed. */
  adopt: { id: string; uid: string }[]
  /** Imported objects that still have to be handed over; `live` shows them as they are then. */
  handOvers: HandOver[]
}

/** What stands on the cluster in the group's namespace, and what we remember of it. */
export async function readLiveState(question: LiveQuestion): Promise<LiveAnswer> {
  const { reader, group, document, installation } = question
  const [owns, changed] = await Promise.all([
    listOwnedObjects(reader, group.id),
    listObjectEdits(reader, group.id),
  ])
  const stored = [...owns, ...changed].map(({ ref }) => ref).filter((ref) => !isConfig(ref))
  const named = liveKinds(document, stored)
  const served = await readServed(question.client, named)
  // What was made in another version of its kind is the same object in the version served now.
  const inServed = <Row extends { ref: ObjectRef }>(row: Row): Row => ({
    ...row,
    ref: asServed(row.ref, served),
  })
  const records = owns.map(inServed)
  const edits = changed.map(inServed)
  const remembered = [...records, ...edits].map(({ ref }) => ref)
  const kinds = distinct(named.map((kind) => asServed(kind, served)))
  const [{ autoscalers, unread }, ...parts] = await Promise.all([
    readAutoscalers(question),
    ...kinds.map((kind) => readKind(question, kind)),
  ])
  const listed = parts.flatMap((part) => part.objects)
  const configs = await readConfigs(question, [
    ...remembered.filter(isConfig),
    ...configsOf(document, listed),
  ])
  const objects = [...listed, ...configs, ...autoscalers]
  const { owned, adopt } = resolveOwned(records, objects, { installation, group: group.name })
  const handOvers = unfinishedHandOvers(records, objects, { installation, group: group.name })
  const heirs = new Map(handOvers.map(({ uid, heir }) => [uid, heir]))
  const asHandedOver = (object: KubeObject) => {
    const heir = heirs.get(object.metadata.uid ?? '')
    return heir ? handedOver(object, heir) : object
  }
  return {
    live: {
      objects: objects.map(withoutClaim).map(asHandedOver),
      owned,
      edits: madeEdits(edits, objects),
      served,
      unread,
    },
    ageMs: Math.max(0, ...parts.map((part) => part.ageMs)),
    adopt,
    handOvers,
  }
}

function distinct(kinds: readonly KindRef[]): KindRef[] {
  return [
    ...new Map(kinds.map((kind) => [`${kind.apiVersion}/${kind.kind}/${kind.namespace}`, kind])).values(),
  ]
}

/** ConfigMaps and Secrets are read one by one, and only those that are copied: a namespace's others are none of ours. */
async function readConfigs(
  { client, signal }: LiveQuestion,
  refs: readonly ObjectRef[],
): Promise<KubeObject[]> {
  const wanted = [...new Map(refs.map((ref) => [refKey(ref), ref])).values()]
  return (await Promise.all(wanted.map((ref) => client.find(ref, { signal })))).flatMap(
    (found) => found ?? [],
  )
}

type Autoscalers = { autoscalers: readonly KubeObject[]; unread: string[] }

/** Who may not see autoscalers, or has none, plans without them; the plan says so to the first. */
async function readAutoscalers(question: LiveQuestion): Promise<Autoscalers> {
  const { document, group } = question
  if (document.spec.lanes.every(({ versions }) => versions.length === 0))
    return { autoscalers: [], unread: [] }
  try {
    const { objects } = await readKind(question, { ...autoscalerKind, namespace: group.namespace })
    return { autoscalers: objects, unread: [] }
  } catch (error) {
    if (!(error instanceof AppError) || isPassing(error)) throw error
    return { autoscalers: [], unread: clusterStatus(error) === 403 ? [autoscalerKind.kind] : [] }
  }
}

async function readKind(
  { client, group, source, signal }: LiveQuestion,
  kind: KindRef,
): Promise<{ objects: readonly KubeObject[]; ageMs: number }> {
  const of = { namespace: group.namespace, ...kind }
  if (source === 'fresh') return { objects: await client.list(of, { signal }), ageMs: 0 }
  const cache = client.cache(of)
  if (cache.age() === null) {
    // The first list is made here too: it fails in words, where the watch would go on trying in silence.
    const objects = await client.list(of, { signal })
    return cache.age() === null ? { objects, ageMs: 0 } : { objects: cache.list(), ageMs: cache.age() ?? 0 }
  }
  return { objects: cache.list(), ageMs: cache.age() ?? 0 }
}
