import type { KubeObject } from './object'

type NamespaceIndex = { objects: Map<string, KubeObject>; names: string[] | undefined }

const clusterScope = ''

/** The objects of one kind, by namespace and name; lists come in key order as etcd gives them. */
export class ObjectIndex {
  private readonly namespaces = new Map<string, NamespaceIndex>()

  /** One object, or undefined. */
  get(namespace: string | undefined, name: string): KubeObject | undefined {
    return this.namespaces.get(namespace ?? clusterScope)?.objects.get(name)
  }

  /** Puts an object under its own namespace and name. */
  set(object: KubeObject): void {
    const key = object.metadata.namespace ?? clusterScope
    let index = this.namespaces.get(key)
    if (index === undefined) {
      index = { objects: new Map(), names: undefined }
      this.namespaces.set(key, index)
    }
    if (!index.objects.has(object.metadata.name)) index.names = undefined
    index.objects.set(object.metadata.name, object)
  }

  /** Takes an object out; no error when it is not there. */
  delete(namespace: string | undefined, name: string): void {
    const key = namespace ?? clusterScope
    const index = this.namespaces.get(key)
    if (index === undefined) return
    if (index.objects.delete(name)) index.names = undefined
    if (index.objects.size === 0) this.namespaces.delete(key)
  }

  /** Objects of one namespace, or of all when it is omitted, sorted by namespace and name. */
  list(namespace?: string): KubeObject[] {
    const keys = namespace === undefined ? [...this.namespaces.keys()].sort() : [namespace]
    const found: KubeObject[] = []
    for (const key of keys) {
      const index = this.namespaces.get(key)
      if (index === undefined) continue
      index.names ??= [...index.objects.keys()].sort()
      for (const name of index.names) {
        const object = index.objects.get(name)
        if (object !== undefined) found.push(object)
      }
    }
    return found
  }
}
