import { objectAt, objectsAt, setDefault } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'

const readableByAll = 0o644

/**
 * Defaults of a volume: modes, and an empty directory where no source is named.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/
 */
export function defaultVolume(volume: JsonObject): void {
  if (Object.keys(volume).every((key) => key === 'name')) volume.emptyDir = {}
  for (const source of ['secret', 'configMap', 'downwardAPI', 'projected']) {
    const found = objectAt(volume, source)
    if (found !== undefined) setDefault(found, 'defaultMode', readableByAll)
  }
  const hostPath = objectAt(volume, 'hostPath')
  if (hostPath !== undefined) setDefault(hostPath, 'type', '')
  for (const item of objectsAt(volume, 'downwardAPI', 'items')) defaultFieldRef(item)
  for (const source of objectsAt(volume, 'projected', 'sources')) {
    const token = objectAt(source, 'serviceAccountToken')
    if (token !== undefined) setDefault(token, 'expirationSeconds', 3_600)
    for (const item of objectsAt(source, 'downwardAPI', 'items')) defaultFieldRef(item)
  }
}

function defaultFieldRef(item: JsonObject): void {
  const field = objectAt(item, 'fieldRef')
  if (field !== undefined) setDefault(field, 'apiVersion', 'v1')
}
