import { keyedHash } from '@/lib/db/seal'
import { isJsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'

/** A Secret with keyed hashes in place of its values, so that two of them can be compared; other objects as they are. */
export function withoutSecretValues(object: KubeObject): KubeObject {
  if (object.apiVersion !== 'v1' || object.kind !== 'Secret') return object
  const { stringData: _texts, data, ...rest } = object
  if (!isJsonObject(data)) return rest
  const hashed = Object.entries(data).map(([key, value]) => [key, keyedHash(String(value))])
  return { ...rest, data: Object.fromEntries(hashed) }
}
