import { asObject, asObjects, type JsonObject } from '@/lib/domain/json'

/** What happens to the tag header of requests to one backend. */
export type TagEdit = { verb: 'set'; value: string } | { verb: 'remove' } | { verb: 'keep' }

const modifier = 'RequestHeaderModifier'

/**
 * Filters that also do this to the tag header. A rule or backend has at most one RequestHeaderModifier, so the user's own
 * is extended; what it says of the tag header gives way. Undefined when no filter is left.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheaderfilter
 */
export function withTag(filters: unknown, header: string, edit: TagEdit): JsonObject[] | undefined {
  const own = asObjects(filters)
  if (edit.verb === 'keep') return own.length > 0 ? own : undefined
  const changed = own.some(isModifier)
    ? own.map((filter) => (isModifier(filter) ? changeModifier(filter, header, edit) : filter))
    : [...own, changeModifier({ type: modifier }, header, edit)]
  return changed
}

/** Filters that leave the tag header alone. */
export function withoutTag(filters: unknown, header: string): JsonObject[] | undefined {
  const left = asObjects(filters)
    .map((filter) => (isModifier(filter) ? changeModifier(filter, header, { verb: 'keep' }) : filter))
    .filter((filter) => !isModifier(filter) || Object.keys(asObject(filter.requestHeaderModifier)).length > 0)
  return left.length > 0 ? left : undefined
}

/** Whether filters remove a header from requests. */
export function removesHeader(filters: unknown, header: string): boolean {
  return asObjects(filters).some((filter) => removed(filter).some((name) => sameName(name, header)))
}

/** The header that `withTag` set or removed last; null when filters change none. */
export function lastChanged(filters: unknown, verb: 'set' | 'remove'): string | null {
  const own = asObjects(filters).filter(isModifier)
  const names = own.flatMap((filter) =>
    verb === 'remove' ? removed(filter) : listed(filter, 'set').map(({ name }) => name),
  )
  const last = names.at(-1)
  return typeof last === 'string' ? last : null
}

/** What filters do to a header. */
export function readTag(filters: unknown, header: string): TagEdit {
  for (const filter of asObjects(filters).filter(isModifier)) {
    const set = listed(filter, 'set').find(({ name }) => sameName(name, header))
    if (typeof set?.value === 'string') return { verb: 'set', value: set.value }
  }
  return removesHeader(filters, header) ? { verb: 'remove' } : { verb: 'keep' }
}

function changeModifier(filter: JsonObject, header: string, edit: TagEdit): JsonObject {
  const others = (verb: 'set' | 'add') => listed(filter, verb).filter(({ name }) => !sameName(name, header))
  const set = [...others('set'), ...(edit.verb === 'set' ? [{ name: header, value: edit.value }] : [])]
  const add = others('add')
  const remove = [
    ...removed(filter).filter((name) => !sameName(name, header)),
    ...(edit.verb === 'remove' ? [header] : []),
  ]
  const requestHeaderModifier = {
    ...(set.length > 0 && { set }),
    ...(add.length > 0 && { add }),
    ...(remove.length > 0 && { remove }),
  }
  return { ...filter, requestHeaderModifier }
}

function isModifier({ type }: JsonObject): boolean {
  return type === modifier
}

function listed(filter: JsonObject, verb: 'set' | 'add'): JsonObject[] {
  return asObjects(asObject(filter.requestHeaderModifier)[verb])
}

function removed(filter: JsonObject): string[] {
  const { remove } = asObject(filter.requestHeaderModifier)
  return Array.isArray(remove) ? remove.filter((name) => typeof name === 'string') : []
}

/** Names of headers count in any case. */
function sameName(one: unknown, other: string): boolean {
  return typeof one === 'string' && one.toLowerCase() === other.toLowerCase()
}
