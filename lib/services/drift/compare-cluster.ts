import { type KubeObject, type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus } from '@/lib/k8s/errors'
import type { Reflector } from '@/lib/k8s/reflector'
import { compareVersions } from '@/lib/k8s/resource-version'
import { withoutClaim } from '@/lib/operations/claim'
import { withoutSecretValues } from '@/lib/operations/without-secret-values'
import { type DriftFinding, findDrift } from '@/lib/plan/drift'
import { say, type Words } from '@/lib/words/sentence'
import type { WatchedObjects } from './watched-objects'

/** What was seen. With `problem` it is what was last known, `ageMs` ago. */
export type Comparison = {
  findings: DriftFinding[]
  ageMs: number
  problem: Words | null
  /** The cluster is at an earlier state than the one that we left: it was restored from a backup. */
  wentBack: boolean
}

const answerMs = 5_000
/** Watches may tell of what we did ourselves a moment later. */
const watchLagMs = 10_000

/**
 * Compares with what the watches hold, without a request where they are current. For a while after an operation what differs is
 * read once more, as the watch may not have told of it yet. Raises where the cluster was never seen and cannot be asked.
 */
export async function compareCluster(
  client: ClusterClient,
  watched: WatchedObjects,
  sinceOperationMs: number | null,
): Promise<Comparison> {
  const signal = AbortSignal.timeout(answerMs)
  const parts = await Promise.all(watched.kinds.map((kind) => readKind(client, kind, signal)))
  const copies = await readAll(client, watched.configs, signal)
  const seen = [...parts.flatMap(({ objects }) => objects), ...copies]
  const gone = await lostNamespaces(client, watched, seen, signal)
  let objects = seen
  let findings = compare(watched, objects, gone)
  const isFresh = sinceOperationMs !== null && sinceOperationMs < watchLagMs
  const reached = isFresh ? [] : parts
  const doubted = isFresh || isBack(watched, objects, reached) ? refsOf(findings, watched, objects) : []
  if (doubted.length > 0) {
    const again = await readAll(client, doubted, signal)
    const keys = new Set(doubted.map(refKey))
    objects = [...objects.filter((object) => !keys.has(refKey(refOf(object)))), ...again]
    findings = compare(watched, objects, gone)
  }
  const problems = parts.flatMap(({ cache }) => cache.problem() ?? [])
  return {
    findings,
    ageMs: Math.max(0, ...parts.map(({ cache }) => cache.age() ?? 0)),
    problem: problems.length === 0 ? null : wordsOf(client.name, problems),
    wentBack: isBack(watched, objects, reached),
  }
}

type Part = { kind: string; objects: readonly KubeObject[]; cache: Reflector }

async function readKind(
  client: ClusterClient,
  kind: WatchedObjects['kinds'][number],
  signal: AbortSignal,
): Promise<Part> {
  const { apiVersion, namespace } = kind
  const of = { apiVersion, kind: kind.kind, ...(namespace !== undefined && { namespace }) }
  const cache = client.cache(of)
  // The first list is made here too: it fails in words, where the watch would go on trying in silence.
  const objects = cache.age() === null ? await client.list(of, { signal }) : cache.list()
  return { kind: collectionOf(kind), objects: cache.age() === null ? objects : cache.list(), cache }
}

const collectionOf = ({ apiVersion, kind, namespace }: Omit<ObjectRef, 'name'>): string =>
  `${apiVersion}/${kind}/${namespace ?? ''}`

async function readAll(
  client: ClusterClient,
  refs: readonly ObjectRef[],
  signal: AbortSignal,
): Promise<KubeObject[]> {
  const wanted = [...new Map(refs.map((ref) => [refKey(ref), ref])).values()]
  const found = await Promise.all(wanted.map((ref) => client.find(ref, { signal })))
  return found.filter((object) => object !== null)
}

function compare(
  watched: WatchedObjects,
  objects: readonly KubeObject[],
  gone: ReadonlySet<string>,
): DriftFinding[] {
  const { owned, edits, images } = watched
  const keys = new Set([...owned, ...edits, ...images].map(({ ref }) => refKey(ref)))
  const ours = objects
    .filter((object) => keys.has(refKey(refOf(object))))
    .map(withoutClaim)
    .map(withoutSecretValues)
  return findDrift({ owned, edits, images, objects: ours, gone })
}

/** Of namespaces in which something is missing: those that are gone or going. Who may not look at them takes them for there. */
async function lostNamespaces(
  client: ClusterClient,
  { owned, edits, images }: WatchedObjects,
  objects: readonly KubeObject[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const standing = new Set(
    objects
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map((object) => refKey(refOf(object))),
  )
  const missing = [...owned, ...edits, ...images].filter(({ ref }) => !standing.has(refKey(ref)))
  const names = [...new Set(missing.flatMap(({ ref }) => ref.namespace ?? []))]
  const lost = await Promise.all(
    names.map(async (name) => ((await isLost(client, name, signal)) ? [name] : [])),
  )
  return new Set(lost.flat())
}

async function isLost(client: ClusterClient, name: string, signal: AbortSignal): Promise<boolean> {
  try {
    const found = await client.find({ apiVersion: 'v1', kind: 'Namespace', name }, { signal })
    return found === null || found.metadata.deletionTimestamp !== undefined
  } catch (error) {
    if (clusterStatus(error) === 403) return false
    throw error
  }
}

/** Whether an object, or the collection that misses one, is at an earlier version than we left it at. */
function isBack({ owned }: WatchedObjects, objects: readonly KubeObject[], parts: readonly Part[]): boolean {
  const versions = new Map(objects.map((object) => [refKey(refOf(object)), object.metadata]))
  const reached = new Map(parts.map(({ kind, cache }) => [kind, cache.version()]))
  return owned.some(({ ref, uid, version }) => {
    const live = versions.get(refKey(ref))
    if (live !== undefined && live.uid !== uid) return false
    const now = live?.resourceVersion ?? reached.get(collectionOf(ref)) ?? undefined
    return (compareVersions(now, version ?? undefined) ?? 0) < 0
  })
}

/** The objects whose state is in doubt. */
function refsOf(
  findings: readonly DriftFinding[],
  { owned }: WatchedObjects,
  objects: readonly KubeObject[],
): ObjectRef[] {
  const versions = new Map(objects.map((object) => [refKey(refOf(object)), object.metadata.resourceVersion]))
  const early = owned.filter(
    ({ ref, version }) => (compareVersions(versions.get(refKey(ref)), version ?? undefined) ?? 0) < 0,
  )
  return [
    ...findings.filter(({ kind }) => kind !== 'lost').map(({ object }) => object),
    ...early.map(({ ref }) => ref),
  ]
}

function wordsOf(cluster: string, problems: readonly Error[]): Words {
  const [known] = problems.filter((problem) => problem instanceof AppError)
  return known?.words ?? say('drifting.unseen', { cluster })
}
