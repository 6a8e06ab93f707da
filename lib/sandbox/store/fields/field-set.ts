import type { JsonObject } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'

/**
 * A set of field paths as a tree. Keys are path elements: `f:name`, `k:{"name":"x"}`, `v:"x"`.
 * `here`: the path that ends at this node is a member.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/ (FieldsV1)
 */
export type FieldSet = { here: boolean; below: Map<string, FieldSet> }

/** A set without members. */
export function emptySet(): FieldSet {
  return { here: false, below: new Map() }
}

/** Whether the set has no members. */
export function isEmptySet(set: FieldSet): boolean {
  return !set.here && set.below.size === 0
}

/** Adds one path. */
export function insertPath(set: FieldSet, path: readonly string[]): void {
  let node = set
  for (const element of path) {
    let next = node.below.get(element)
    if (next === undefined) {
      next = emptySet()
      node.below.set(element, next)
    }
    node = next
  }
  node.here = true
}

/** Members of either. Subtrees that only one of them has are shared, not copied: sets are not changed once they are combined. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  const below = new Map(a.below)
  for (const [key, right] of b.below) {
    const left = below.get(key)
    below.set(key, left === undefined ? right : union(left, right))
  }
  return { here: a.here || b.here, below }
}

/** Members of both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const below = new Map<string, FieldSet>()
  for (const [key, left] of a.below) {
    const right = b.below.get(key)
    if (right === undefined) continue
    const both = intersection(left, right)
    if (!isEmptySet(both)) below.set(key, both)
  }
  return { here: a.here && b.here, below }
}

/** Members of `a` that are not in `b`. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  const below = new Map<string, FieldSet>()
  for (const [key, left] of a.below) {
    const right = b.below.get(key)
    const rest = right === undefined ? left : difference(left, right)
    if (!isEmptySet(rest)) below.set(key, rest)
  }
  return { here: a.here && !b.here, below }
}

/** All member paths, in the order of the tree. */
export function listPaths(set: FieldSet, prefix: readonly string[] = []): string[][] {
  const own = set.here ? [[...prefix]] : []
  return [...own, ...[...set.below].flatMap(([key, child]) => listPaths(child, [...prefix, key]))]
}

/** The tree without the subtree of one top-level element, such as `f:status`. */
export function withoutTop(set: FieldSet, element: string): FieldSet {
  if (!set.below.has(element)) return set
  const below = new Map(set.below)
  below.delete(element)
  return { here: set.here, below }
}

/** FieldsV1: a member without children is `{}`, a member with children has `"."`. */
export function encodeSet(set: FieldSet): JsonObject {
  const result: JsonObject = {}
  if (set.here && set.below.size > 0) result['.'] = {}
  for (const key of [...set.below.keys()].sort()) {
    const child = set.below.get(key)
    if (child !== undefined) result[key] = encodeSet(child)
  }
  return result
}

/** The set of a FieldsV1. */
export function decodeSet(fields: JsonObject, root = true): FieldSet {
  const keys = Object.keys(fields)
  const set: FieldSet = { here: !root && (keys.length === 0 || '.' in fields), below: new Map() }
  for (const key of keys) {
    const child = fields[key]
    if (key !== '.' && isJsonObject(child)) set.below.set(key, decodeSet(child, false))
  }
  return set
}
