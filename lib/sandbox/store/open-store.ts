import { FileJournal, loadJournal } from './file-journal'
import { kinds } from './kinds'
import { ObjectStore } from './object-store'
import type { Store } from './store'

const firstNamespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system']

/**
 * Opens the store: in memory, or kept under `directory` when it is given. Every acknowledged write survives the end of
 * the process. A new store has the namespaces that each cluster has.
 */
export async function openStore(options: {
  directory?: string
}): Promise<Store & { close(): Promise<void> }> {
  const { directory } = options
  let journal: FileJournal | undefined
  let store: ObjectStore
  if (directory === undefined) {
    store = new ObjectStore()
  } else {
    const loaded = loadJournal(directory)
    journal = FileJournal.open(directory, () => ({ version: store.resourceVersion, objects: store.all() }))
    store = new ObjectStore(loaded, journal)
  }
  for (const name of firstNamespaces) {
    if (store.get(kinds.namespaces, undefined, name) === undefined) {
      store.create(kinds.namespaces, { metadata: { name } }, { manager: 'kube-apiserver' })
    }
  }
  return Object.assign(store, { close: async () => journal?.close() })
}
