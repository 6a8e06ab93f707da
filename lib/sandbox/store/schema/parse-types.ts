import type { Field, Presence, Scalar, StructType, Type } from './type'

const scalarNames: readonly string[] = [
  'string',
  'int32',
  'int64',
  'bool',
  'float',
  'quantity',
  'time',
  'microTime',
  'bytes',
  'intOrString',
] satisfies Scalar[]

function isScalar(name: string): name is Scalar {
  return scalarNames.includes(name)
}

const presences: Record<string, Presence> = { '?': 'pointer', '!': 'always', '~': 'null' }

/**
 * Reads type definitions in a notation of one line a type (deeper lines go on):
 * `Name: field type, …`. A type is a scalar, `any`, a name, `T[]` (atomic list), `T[a,b]` (list by keys), `T[*]` (set),
 * `{T}` (map), `{T}#` (atomic map); `Name#:` is an atomic struct. After a type, `?` is a pointer, `!` always present,
 * `~` null when missing. Throws when a name is not defined.
 */
export function parseTypes(texts: readonly string[]): Map<string, StructType> {
  const structs = new Map<string, StructType>()
  const bodies: { struct: StructType; body: string }[] = []
  for (const line of texts.flatMap(logicalLines)) {
    const colon = line.indexOf(':')
    const head = line.slice(0, colon)
    const atomic = head.endsWith('#')
    const name = atomic ? head.slice(0, -1) : head
    const struct: StructType = { is: 'struct', name, atomic, fields: new Map() }
    structs.set(name, struct)
    bodies.push({ struct, body: line.slice(colon + 1) })
  }
  for (const { struct, body } of bodies) {
    for (const [name, field] of parseFields(body, structs)) struct.fields.set(name, field)
  }
  return structs
}

function logicalLines(text: string): string[] {
  return text
    .replaceAll(/\n +/g, ' ')
    .split('\n')
    .filter((line) => line !== '')
}

function parseFields(body: string, structs: Map<string, StructType>): [string, Field][] {
  return body.split(/,(?![^[]*\])/).map((part) => {
    const [name, notation] = part.trim().split(' ')
    if (name === undefined || notation === undefined) throw new Error(`Not a field: ${part}`)
    const presence = presences[notation.slice(-1)]
    const type = parseType(presence === undefined ? notation : notation.slice(0, -1), structs)
    return [name, { type, presence: presence ?? 'omitempty' }]
  })
}

function parseType(notation: string, structs: Map<string, StructType>): Type {
  const list = /^(.*)\[([^\]]*)\]$/.exec(notation)
  if (list?.[1] !== undefined) {
    const keys = list[2] === '' || list[2] === '*' ? [] : (list[2] ?? '').split(',')
    return { is: 'list', item: parseType(list[1], structs), keys, set: list[2] === '*' }
  }
  const map = /^\{(.*)\}(#?)$/.exec(notation)
  if (map?.[1] !== undefined) return { is: 'map', item: parseType(map[1], structs), atomic: map[2] === '#' }
  if (isScalar(notation)) return { is: 'scalar', scalar: notation }
  if (notation === 'any') return { is: 'any' }
  const struct = structs.get(notation)
  if (struct === undefined) throw new Error(`Type not defined: ${notation}`)
  return struct
}
