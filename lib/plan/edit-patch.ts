import { pointerKeys, pointerOf, valueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { JsonPatchOp } from './types'

/**
 * A JSON patch that sets fields of a user's object (undefined removes), and that fails when the object is another one or a
 * field has changed since it was read. An absent field cannot be tested for, so then the resource version is.
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export function editPatch(
  object: KubeObject,
  values: readonly { path: string; value: unknown }[],
): JsonPatchOp[] {
  const { uid, resourceVersion } = object.metadata
  const adds = values.some(({ path }) => valueAt(object, path) === undefined)
  const made = new Set<string>()
  return [
    ...(uid === undefined ? [] : [{ op: 'test' as const, path: '/metadata/uid', value: uid }]),
    ...(adds && resourceVersion !== undefined
      ? [{ op: 'test' as const, path: '/metadata/resourceVersion', value: resourceVersion }]
      : []),
    ...values.flatMap(({ path, value }) => setField(object, path, value, made)),
  ]
}

function setField(object: KubeObject, path: string, value: unknown, made: Set<string>): JsonPatchOp[] {
  const old = valueAt(object, path)
  if (old === undefined)
    return value === undefined ? [] : [...missingParents(object, path, made), { op: 'add', path, value }]
  const test = { op: 'test' as const, path, value: old }
  return value === undefined ? [test, { op: 'remove', path }] : [test, { op: 'replace', path, value }]
}

function missingParents(object: KubeObject, path: string, made: Set<string>): JsonPatchOp[] {
  const keys = pointerKeys(path)
  return keys.slice(0, -1).flatMap((_, depth): JsonPatchOp[] => {
    const parent = pointerOf(keys.slice(0, depth + 1))
    if (made.has(parent) || valueAt(object, parent) !== undefined) return []
    made.add(parent)
    return [{ op: 'add', path: parent, value: {} }]
  })
}
