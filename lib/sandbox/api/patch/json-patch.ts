import { ApiError, badRequest } from '@/lib/sandbox/store/api-error'
import { jsonEqual } from '@/lib/sandbox/store/json-equal'
import type { Json } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'

/**
 * Applies a JSON patch to a copy. Throws the API server's 422 where a test fails or a path leads nowhere, BadRequest
 * where the patch is none.
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export function jsonPatch(target: Json, patch: Json): Json {
  if (!Array.isArray(patch))
    throw badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch',
    )
  let document = structuredClone(target)
  for (const operation of patch) document = applyOperation(document, operation)
  return document
}

function refused(): ApiError {
  return new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {})
}

function applyOperation(document: Json, operation: Json): Json {
  if (!isJsonObject(operation)) throw refused()
  const path = pointer(operation.path)
  const value = operation.value ?? null
  switch (operation.op) {
    case 'test': {
      if (!jsonEqual(read(document, path, true), value)) throw refused()
      return document
    }
    case 'add':
      return add(document, path, structuredClone(value))
    case 'remove':
      return remove(document, path)
    case 'replace': {
      read(document, path, false)
      return path.length === 0
        ? structuredClone(value)
        : add(remove(document, path), path, structuredClone(value))
    }
    case 'copy':
      return add(document, path, structuredClone(read(document, pointer(operation.from), false)))
    case 'move': {
      const from = pointer(operation.from)
      const moved = read(document, from, false)
      return add(remove(document, from), path, moved)
    }
    default:
      throw refused()
  }
}

function pointer(path: Json | undefined): string[] {
  if (typeof path !== 'string') throw refused()
  if (path === '') return []
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The value at a path; where nothing is there, null for a test and a refusal otherwise. */
function read(document: Json, path: readonly string[], lenient: boolean): Json {
  let current: Json = document
  for (const part of path) {
    const next: Json | undefined = Array.isArray(current)
      ? current[position(part, current.length - 1)]
      : isJsonObject(current)
        ? current[part]
        : undefined
    if (next === undefined) {
      if (lenient) return null
      throw refused()
    }
    current = next
  }
  return current
}

function position(part: string, last: number): number {
  const index = Number(part)
  if (!/^\d+$/.test(part) || index > last) throw refused()
  return index
}

function add(document: Json, path: readonly string[], value: Json): Json {
  const name = path[path.length - 1]
  if (name === undefined) return value
  const parent = read(document, path.slice(0, -1), false)
  if (Array.isArray(parent))
    parent.splice(name === '-' ? parent.length : position(name, parent.length), 0, value)
  else if (isJsonObject(parent)) parent[name] = value
  else throw refused()
  return document
}

function remove(document: Json, path: readonly string[]): Json {
  const name = path[path.length - 1]
  if (name === undefined) return null
  const parent = read(document, path.slice(0, -1), false)
  if (Array.isArray(parent)) parent.splice(position(name, parent.length - 1), 1)
  else if (isJsonObject(parent) && parent[name] !== undefined) delete parent[name]
  else throw refused()
  return document
}
