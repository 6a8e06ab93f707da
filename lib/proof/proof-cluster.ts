import type { KubeObject } from '@/lib/domain/kube-object'
import { ensureClusterObjects, ensureNamespace } from '@/lib/sandbox/demo/cluster-objects'
import { findKind, type Kind } from '@/lib/sandbox/store/kinds'
import type { DraftObject, KubeObject as StoredObject } from '@/lib/sandbox/store/object'
import { openStore } from '@/lib/sandbox/store/open-store'
import type { Store } from '@/lib/sandbox/store/store'

/** The sandbox's store: it admits, defaults and gives back objects. */
export type ProofCluster = {
  /**
   * The objects as the API server stores them, each created in turn; those of the call before are gone. `ages` are seconds,
   * one for each, where the cluster can pretend them. Throws what the API server refuses.
   */
  put(objects: readonly KubeObject[], ages: readonly number[]): StoredObject[]
}

const start = Date.parse('2026-01-01T00:00:00Z')

/** A store in memory without pods and gateways, and with the namespaces that providers write to. */
export async function openProofCluster(): Promise<ProofCluster> {
  const store = await openStore({})
  ensureClusterObjects(store)
  for (const name of ['default', 'higress-system', 'istio-system']) ensureNamespace(store, name)
  const cluster = proofClusterOn(store)
  return {
    put: (objects, ages) =>
      cluster.put(objects, ages).map((object, index) => {
        const creationTimestamp = new Date(start + (ages[index] ?? 0) * 1000).toISOString()
        return { ...object, metadata: { ...object.metadata, creationTimestamp } }
      }),
  }
}

/** The same on a store that gateways serve: what was put last stays until something else is put. */
export function proofClusterOn(store: Store): ProofCluster {
  let there: { kind: Kind; object: StoredObject }[] = []
  return {
    put: (objects) => {
      for (const { kind, object } of there)
        store.remove(kind, object.metadata.namespace, object.metadata.name)
      there = []
      for (const object of objects) there.push(create(store, object))
      // The uid that a provider saw is the object's own, as it is on a cluster.
      return there.map(({ object }, index) => {
        const uid = objects[index]?.metadata.uid ?? object.metadata.uid
        return { ...object, metadata: { ...object.metadata, uid } }
      })
    },
  }
}

function create(store: Store, object: KubeObject): { kind: Kind; object: StoredObject } {
  const kind = findKind(object.apiVersion, object.kind)
  if (kind === undefined) throw new Error(`no such kind: ${object.apiVersion} ${object.kind}`)
  const { uid: _uid, ...metadata } = object.metadata
  const draft = { ...object, metadata } as DraftObject
  return { kind, object: store.create(kind, draft, { manager: 'lanekeeper' }) }
}
