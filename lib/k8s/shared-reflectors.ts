import type { Reflector } from './reflector'

type Collection = { apiVersion: string; kind: string; namespace?: string }

/** One reflector per collection, made when it is first asked for. */
export function createReflectors(make: (of: Collection) => Reflector) {
  const byCollection = new Map<string, Reflector>()
  return {
    shared(of: Collection): Reflector {
      const key = `${of.apiVersion}/${of.kind}/${of.namespace ?? ''}`
      const known = byCollection.get(key)
      if (known) return known
      const made = make({
        apiVersion: of.apiVersion,
        kind: of.kind,
        ...(of.namespace && { namespace: of.namespace }),
      })
      byCollection.set(key, made)
      return made
    },
    /** The server answered somebody: those that wait for it try at once. */
    nudge(): void {
      for (const reflector of byCollection.values()) reflector.nudge()
    },
    close(): void {
      for (const reflector of byCollection.values()) reflector.close()
      byCollection.clear()
    },
  }
}
