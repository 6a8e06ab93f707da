import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import { type Collection, createClusterWire } from './cluster-wire'
import { type MissingRight, missingRights, type Right } from './missing-rights'
import { readCalls } from './read-calls'
import { createReflector, type Reflector } from './reflector'
import type { ServerVersion } from './server-version'
import { createReflectors } from './shared-reflectors'
import type { Transport } from './transport'
import { writeCalls } from './write-calls'

export type JsonPatchOp =
  | { op: 'test' | 'add' | 'replace'; path: string; value: unknown }
  | { op: 'remove'; path: string }
export type Propagation = 'Background' | 'Foreground' | 'Orphan'
export type PodRequest = {
  namespace: string
  pod: string
  port: number
  path: string
  headers?: Record<string, string>
}
/** `port` is one of the Service's own, by number or name. */
export type ServiceRequest = Omit<PodRequest, 'pod' | 'port'> & { service: string; port: number | string }
export type PodAnswer = { status: number; headers: Record<string, string>; body: string }
type Calling = { signal?: AbortSignal }

/**
 * One cluster. Every failure is an AppError that names cluster, verb, kind, namespace and name. A signal ends a read at
 * once; of a write it ends the retries only, so that what was sent is answered for.
 */
export interface ClusterClient {
  readonly name: string
  get(ref: ObjectRef, calling?: Calling): Promise<KubeObject>
  /** As `get`, but null when there is none. */
  find(ref: ObjectRef, calling?: Calling): Promise<KubeObject | null>
  list(
    of: Collection & { labelSelector?: string; fieldSelector?: string },
    calling?: Calling,
  ): Promise<KubeObject[]>
  /**
   * Server-side apply, by `lanekeeper` unless a manager is named. Send `metadata.uid` to change only that very object.
   * `created` tells whether it was made now.
   */
  apply(
    object: KubeObject,
    options: { force: boolean; dryRun?: boolean; manager?: string } & Calling,
  ): Promise<{ object: KubeObject; created: boolean }>
  /** Never sent twice: after an unknown outcome read the object again. */
  jsonPatch(
    ref: ObjectRef,
    ops: readonly JsonPatchOp[],
    options?: { dryRun?: boolean } & Calling,
  ): Promise<KubeObject>
  /** Deletes only the object of this uid; `gone` when there was none. */
  remove(
    ref: ObjectRef,
    options: { uid: string; propagationPolicy: Propagation; dryRun?: boolean } & Calling,
  ): Promise<'accepted' | 'gone'>
  /** An HTTP GET to a pod through the API server; any status of the pod is an answer. */
  proxyPod(request: PodRequest, calling?: Calling): Promise<PodAnswer>
  /** The same to a Service, for which the API server draws one of its ready pods. */
  proxyService(request: ServiceRequest, calling?: Calling): Promise<PodAnswer>
  /** Which of these its account may not do in the namespaces; in any, when none is given. */
  missingRights(
    rights: readonly Right[],
    namespaces: readonly string[],
    calling?: Calling,
  ): Promise<MissingRight[]>
  version(calling?: Calling): Promise<ServerVersion>
  /** Whether it serves a kind in this version. */
  serves(of: { apiVersion: string; kind: string }): Promise<boolean>
  /** The live copy of a collection, shared by all who ask for the same, kept until the client is closed. */
  cache(of: Collection): Reflector
  /** Tells of every change of a collection from now on; gives the function that ends it. */
  watch(of: Collection, listener: Parameters<Reflector['subscribe']>[0]): () => void
  close(): Promise<void>
}

export function createClusterClient(name: string, connection: Transport): ClusterClient {
  const wire = createClusterWire(name, connection, () => reflectors.nudge())
  const reflectors = createReflectors((of) =>
    createReflector({ cluster: name, ...of, transport: wire.transport, path: () => wire.pathOf(of) }),
  )
  return {
    name,
    ...readCalls(wire),
    ...writeCalls(wire),
    missingRights: (rights, namespaces, { signal } = {}) => missingRights(wire, rights, namespaces, signal),
    serves: wire.serves,
    cache: (of) => reflectors.shared(of),
    watch: (of, listener) => reflectors.shared(of).subscribe(listener),
    async close() {
      reflectors.close()
      await connection.close()
    },
  }
}
