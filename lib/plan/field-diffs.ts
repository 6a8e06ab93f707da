import { asObjects, isJsonObject, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { itemKey, listKeysOf } from '@/lib/domain/list-keys'
import { droppedFields, follow, stepsText } from './owned-fields'
import { quantityOf } from './quantity'
import type { FieldDiff } from './types'

/**
 * The fields of `desired` that `live` has otherwise, and those of ours that `desired` leaves out. Fields that only `live`
 * has, such as the server's defaults and other managers' fields, do not count; nor do ways to write the same value.
 */
export function fieldDiffs(live: KubeObject, desired: KubeObject): FieldDiff[] {
  const { apiVersion: _version, kind: _kind, metadata, ...body } = desired
  const { name: _name, namespace: _namespace, ...ownMetadata } = metadata
  const wanted = diffObjects(live, { metadata: ownMetadata, ...body }, '')
  const dropped = droppedFields(live, desired).flatMap((steps): FieldDiff[] => {
    const before = steps.reduce<unknown>(follow, live)
    return isEmpty(before) ? [] : [{ path: stepsText(steps), before, after: undefined }]
  })
  return [...wanted, ...dropped]
}

/** Where a value lacks what is wanted of it, by the same rules; `path` is where both stand. */
export function wantedDiffs(live: unknown, want: unknown, path: string): FieldDiff[] {
  return diffValue({ live, want, field: /[^.[\]]*$/.exec(path)?.[0] ?? '', path })
}

function diffObjects(live: JsonObject, want: JsonObject, path: string): FieldDiff[] {
  return Object.entries(want).flatMap(([field, value]) => {
    const at = path === '' ? field : `${path}.${field}`
    return diffValue({ live: live[field], want: value, field, path: at })
  })
}

function diffValue(input: { live: unknown; want: unknown; field: string; path: string }): FieldDiff[] {
  const { live, want, field, path } = input
  if (isEmpty(want) && isEmpty(live)) return []
  if (isJsonObject(want) && isJsonObject(live)) return diffObjects(live, want, path)
  if (Array.isArray(want) && Array.isArray(live)) return diffLists({ live, want, field, path })
  return sameScalar(live, want, path) ? [] : [{ path, before: live, after: want }]
}

function diffLists(input: { live: unknown[]; want: unknown[]; field: string; path: string }): FieldDiff[] {
  const { live, want, field, path } = input
  const items = asObjects(want)
  const [first] = items
  const keys = first && items.length === want.length ? listKeysOf(field, first) : undefined
  if (keys === undefined) {
    const same =
      live.length === want.length &&
      want.every((item, index) => diffValue({ live: live[index], want: item, field: '', path }).length === 0)
    return same ? [] : [{ path, before: live, after: want }]
  }
  const byKey = new Map(asObjects(live).map((item) => [itemKey(keys, item), item]))
  return items.flatMap((item) => {
    const key = itemKey(keys, item)
    return diffValue({ live: byKey.get(key), want: item, field: '', path: `${path}[${key}]` })
  })
}

/** The server leaves out what is empty. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0
}

function sameScalar(live: unknown, want: unknown, path: string): boolean {
  if (Object.is(live, want)) return true
  if (!/\.(limits|requests)\.[^.]+$|\.sizeLimit$/.test(path)) return false
  const quantity = quantityOf(want)
  return quantity !== null && quantity === quantityOf(live)
}
