import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import { createDiscovery } from './discovery'
import { clusterStatus, type Subject } from './errors'
import { resourcePath } from './kinds'
import { readObject, readPage } from './kube-json'
import { createReflector, type Reflector } from './reflector'
import { readVersion, type ServerVersion } from './server-version'
import { createReflectors } from './shared-reflectors'
import type { Transport } from './transport'

/** Who we are in `managedFields`. */
export const fieldManager = 'lanekeeper'

export type Collection = { apiVersion: string; kind: string; namespace?: string }
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
  list(of: Collection & { labelSelector?: string }, calling?: Calling): Promise<KubeObject[]>
  /** Server-side apply. Send `metadata.uid` to change only that very object. `created` tells whether it was made now. */
  apply(
    object: KubeObject,
    options: { force: boolean; dryRun?: boolean } & Calling,
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
  version(calling?: Calling): Promise<ServerVersion>
  /** The live copy of a collection, shared by all who ask for the same, kept until the client is closed. */
  cache(of: Collection): Reflector
  /** Tells of every change of a collection from now on; gives the function that ends it. */
  watch(of: Collection, listener: Parameters<Reflector['subscribe']>[0]): () => void
  close(): Promise<void>
}

export function createClusterClient(name: string, wire: Transport): ClusterClient {
  const transport = withNews(wire, () => reflectors.nudge())
  const findKind = createDiscovery(name, transport)
  const subjectOf = (verb: string, ref: Collection & { name?: string }): Subject => ({
    cluster: name,
    verb,
    kind: ref.kind,
    namespace: ref.namespace,
    name: ref.name,
  })

  async function pathOf(where: Collection & { name?: string }): Promise<string> {
    const kind = await findKind(where.apiVersion, where.kind)
    if (where.name !== undefined && kind.namespaced && where.namespace === undefined)
      throw new AppError('Invalid', `${where.kind} ${where.name} needs a namespace`)
    return resourcePath(kind, where)
  }

  const reflectors = createReflectors((of) =>
    createReflector({ cluster: name, ...of, transport, path: () => pathOf(of) }),
  )

  async function get(ref: ObjectRef, calling: Calling = {}): Promise<KubeObject> {
    const subject = subjectOf('get', ref)
    const answer = await transport.send({
      subject,
      method: 'GET',
      path: await pathOf(ref),
      repeatable: true,
      ...calling,
    })
    return readObject(answer.text, subject)
  }

  return {
    name,
    get,
    async find(ref, calling) {
      try {
        return await get(ref, calling)
      } catch (error) {
        if (clusterStatus(error) === 404) return null
        throw error
      }
    },
    async list(of, calling = {}) {
      const subject = subjectOf('list', of)
      const base = await pathOf(of)
      const items: KubeObject[] = []
      let next: string | undefined
      do {
        const query = new URLSearchParams({ limit: '500' })
        if (of.labelSelector !== undefined) query.set('labelSelector', of.labelSelector)
        if (next !== undefined) query.set('continue', next)
        const answer = await transport.send({
          subject,
          method: 'GET',
          path: `${base}?${query}`,
          repeatable: true,
          ...calling,
        })
        const page = readPage(answer.text, of, subject)
        items.push(...page.items)
        next = page.next
      } while (next !== undefined)
      return items
    },
    async apply(object, { force, dryRun, signal }) {
      const where = { apiVersion: object.apiVersion, kind: object.kind, ...object.metadata }
      const subject = subjectOf('apply', where)
      const query = new URLSearchParams({
        fieldManager,
        fieldValidation: 'Strict',
        ...(force && { force: 'true' }),
        ...dry(dryRun),
      })
      const answer = await transport.send({
        subject,
        method: 'PATCH',
        path: `${await pathOf(where)}?${query}`,
        body: object,
        contentType: 'application/apply-patch+yaml',
        repeatable: true,
        settles: true,
        signal,
      })
      return { object: readObject(answer.text, subject), created: answer.status === 201 }
    },
    async jsonPatch(ref, ops, { dryRun, signal } = {}) {
      const subject = subjectOf('patch', ref)
      const query = new URLSearchParams({ fieldManager, fieldValidation: 'Strict', ...dry(dryRun) })
      const answer = await transport.send({
        subject,
        method: 'PATCH',
        path: `${await pathOf(ref)}?${query}`,
        body: ops,
        contentType: 'application/json-patch+json',
        repeatable: dryRun === true,
        settles: true,
        signal,
      })
      return readObject(answer.text, subject)
    },
    async remove(ref, { uid, propagationPolicy, dryRun, signal }) {
      const subject = subjectOf('delete', ref)
      const body = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy, preconditions: { uid } }
      const query = new URLSearchParams(dry(dryRun))
      const path = `${await pathOf(ref)}${query.size > 0 ? `?${query}` : ''}`
      try {
        await transport.send({
          subject,
          method: 'DELETE',
          path,
          body,
          repeatable: true,
          settles: true,
          signal,
        })
        return 'accepted'
      } catch (error) {
        if (clusterStatus(error) === 404) return 'gone'
        throw error
      }
    },
    async proxyPod({ namespace, pod, port, path, headers }, calling = {}) {
      const subject = { cluster: name, verb: 'reach', kind: 'Pod', namespace, name: pod }
      const prefix = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(`${pod}:${port}`)}/proxy`
      const answer = await transport.exchange({
        subject,
        method: 'GET',
        path: `${prefix}${path.startsWith('/') ? path : `/${path}`}`,
        headers: { accept: '*/*', ...headers },
        repeatable: false,
        ...calling,
      })
      return { status: answer.status, headers: answer.headers, body: answer.text }
    },
    async version(calling = {}) {
      const subject = { cluster: name, verb: 'ask for its version' }
      const answer = await transport.send({
        subject,
        method: 'GET',
        path: '/version',
        repeatable: true,
        ...calling,
      })
      return readVersion(answer.text, subject)
    },
    cache: (of) => reflectors.shared(of),
    watch: (of, listener) => reflectors.shared(of).subscribe(listener),
    async close() {
      reflectors.close()
      await transport.close()
    },
  }
}

/** Tells of every answer of the server. */
function withNews(wire: Transport, heard: () => void): Transport {
  const telling =
    <Asked extends unknown[], Result>(call: (...asked: Asked) => Promise<Result>) =>
    async (...asked: Asked): Promise<Result> => {
      const answer = await call(...asked)
      heard()
      return answer
    }
  return {
    send: telling(wire.send),
    exchange: telling(wire.exchange),
    open: telling(wire.open),
    close: wire.close,
  }
}

const dry = (dryRun: boolean | undefined): Record<string, string> => (dryRun ? { dryRun: 'All' } : {})
