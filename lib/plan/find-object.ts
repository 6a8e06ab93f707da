import { type KubeObject, type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'

/** Objects by reference. */
export function objectIndex(objects: readonly KubeObject[]): (ref: ObjectRef) => KubeObject | undefined {
  const byKey = new Map(objects.map((object) => [refKey(refOf(object)), object]))
  return (ref) => byKey.get(refKey(ref))
}
