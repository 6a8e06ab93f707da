import { asObject, at, isJsonObject, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { fieldManager } from '@/lib/domain/labels'
import { sameValue } from './same-value'

/** A step into an object: a field, or the item of a list that has these values. */
export type FieldStep = { field: string } | { item: JsonObject }

/**
 * The fields that an earlier server-side apply of ours set and that `desired` leaves out: applying removes them, unless
 * another manager has them too.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function droppedFields(live: KubeObject, desired: KubeObject): FieldStep[][] {
  const entry = (live.metadata.managedFields ?? []).find(
    ({ manager, operation, subresource }) =>
      manager === fieldManager && operation === 'Apply' && !subresource,
  )
  return missing(asObject(entry?.fieldsV1), desired, [])
}

/** The managers other than us that have a field, by the API server's bookkeeping. */
export function managersOf(live: KubeObject, keys: readonly string[]): string[] {
  const path = keys.map((key) => `f:${key}`)
  return (live.metadata.managedFields ?? []).flatMap(({ manager, fieldsV1 }) =>
    typeof manager === 'string' && manager !== fieldManager && at(fieldsV1, ...path) !== undefined
      ? [manager]
      : [],
  )
}

function missing(fields: JsonObject, desired: unknown, path: readonly FieldStep[]): FieldStep[][] {
  return Object.entries(fields).flatMap(([key, inner]) => {
    const step = stepOf(key)
    if (step === null) return []
    const value = follow(desired, step)
    if (value === undefined) return [[...path, step]]
    return missing(asObject(inner), value, [...path, step])
  })
}

function stepOf(key: string): FieldStep | null {
  if (key.startsWith('f:')) return { field: key.slice(2) }
  if (!key.startsWith('k:')) return null
  const item: unknown = JSON.parse(key.slice(2))
  return isJsonObject(item) ? { item } : null
}

/** The value one step on; a list item is the one that has all the step's values (a port's protocol is TCP unless given). */
export function follow(value: unknown, step: FieldStep): unknown {
  if ('field' in step)
    return isJsonObject(value) && Object.hasOwn(value, step.field) ? value[step.field] : undefined
  if (!Array.isArray(value)) return undefined
  return value.find(
    (item) =>
      isJsonObject(item) &&
      Object.entries(step.item).every(([key, wanted]) =>
        sameValue(item[key] ?? (key === 'protocol' ? 'TCP' : undefined), wanted),
      ),
  )
}

/** Steps in words: `spec.template.spec.containers[name=web].image`. */
export function stepsText(steps: readonly FieldStep[]): string {
  return steps.reduce((text, step) => {
    if ('field' in step) return text === '' ? step.field : `${text}.${step.field}`
    return `${text}[${Object.values(step.item).join('/')}]`
  }, '')
}
