import type { KubeObject } from '@/lib/domain/kube-object'
import { ensureClusterObjects, ensureNamespace } from '@/lib/sandbox/demo/cluster-objects'
import { findKind, type Kind } from '@/lib/sandbox/store/kinds'
import type { DraftObject, KubeObject as StoredObject } from '@/lib/sandbox/store/object'
import { openStore } from '@/lib/sandbox/store/open-store'
import type { Store } from '@/lib/sandbox/store/store'

/** The sandbox's store without pods and gateways: it admits, defaults and gives back objects. */
export type ProofCluster = {
  /**
   * The objects as the API server stores them, each created in turn and removed again. `ages` are seconds, one for each.
   * Throws what the API server refuses.
   */
  put(objects: readonly KubeObject[], ages: readonly number[]): StoredObject[]
}

const start = Date.parse('2026-01-01T00:00:00Z')

/** A store in memory with the namespace `default`. */
export async function openProofCluster(): Promise<ProofCluster> {
  const store = await openStore({})
  ensureClusterObjects(store)
  ensureNamespace(store, 'default')
  return {
    put: (objects, ages) => {
      const stored: { kind: Kind; object: StoredObject }[] = []
      try {
        for (const object of objects) stored.push(create(store, object))
      } finally {
        for (const { kind, object } of stored) {
          store.remove(kind, object.metadata.namespace, object.metadata.name)
        }
      }
      return stored.map(({ object }, index) => {
        const creationTimestamp = new Date(start + (ages[index] ?? 0) * 1000).toISOString()
        return { ...object, metadata: { ...object.metadata, creationTimestamp } }
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
