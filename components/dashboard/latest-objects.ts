import type { OperationObject, OperationView } from '@/lib/services/schemas/operations'

/** The last objects that something was done to, each once in its latest state, in the order of work. */
export function latestObjects(operation: OperationView, count: number): OperationObject[] {
  const latest = new Map<string, OperationObject>()
  for (const { objects } of operation.steps) {
    for (const object of objects) {
      if (object.result === 'pending') continue
      const key = `${object.ref.apiVersion}/${object.ref.kind}/${object.ref.namespace ?? ''}/${object.ref.name}`
      latest.delete(key)
      latest.set(key, object)
    }
  }
  return [...latest.values()].slice(-count)
}
