import { apiVersionOf, type Kind } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'

/** A stored object under the version that was asked for; the versions of a kind differ by name alone. */
export function inVersion(kind: Kind, object: KubeObject): KubeObject {
  if (kind.storage === undefined) return object
  return { ...object, apiVersion: apiVersionOf(kind) }
}
