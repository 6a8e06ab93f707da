import { badRequest } from '@/lib/sandbox/store/api-error'
import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import { decodeTime } from './decode-time'
import { isJsonObject } from './is-json-object'
import type { Field, ListType, MapType, Scalar, StructType, Type } from './type'
import { zeroValue } from './zero-value'

/**
 * How a value is read. `complete`: as a stored object, where zero values come and go as `Presence` says;
 * `partial`: as an apply configuration, where only what was given counts. `unknown` collects paths of unknown fields.
 */
export type Decoding = { mode: 'complete' | 'partial'; unknown: string[] }

type Place = { struct: string; path: string; indexed: string }

/**
 * Reads a value by its type: drops unknown fields and nulls, checks types. Gives a new value.
 * Throws BadRequest with the text of Go's JSON decoder where a type is wrong.
 */
export function decode(type: StructType, value: Json, decoding: Decoding): JsonObject {
  const place = { struct: type.name, path: '', indexed: '' }
  if (!isJsonObject(value)) throw mismatch(value, place, `v1.${type.name}`)
  return decodeStruct(type, value, place, decoding)
}

function decodeValue(type: Type, value: Json, place: Place, decoding: Decoding): Json {
  switch (type.is) {
    case 'any':
      return structuredClone(value)
    case 'scalar':
      return decodeScalar(type.scalar, value, place)
    case 'struct':
      if (isJsonObject(value)) return decodeStruct(type, value, place, decoding)
      return misfit(type, value, place)
    case 'list':
      return decodeList(type, value, place, decoding)
    case 'map':
      return decodeMap(type, value, place, decoding)
  }
}

function decodeStruct(type: StructType, value: JsonObject, place: Place, decoding: Decoding): JsonObject {
  const result: JsonObject = {}
  for (const name in value) {
    const given = value[name]
    const field = type.fields.get(name)
    if (field === undefined) {
      if (type.open) result[name] = structuredClone(given)
      else decoding.unknown.push(join(place.indexed, name))
      continue
    }
    if (given === undefined || given === null) {
      if (given === null && type.loose) result[name] = null
      continue
    }
    const below = { struct: type.name, path: join(place.path, name), indexed: join(place.indexed, name) }
    const decoded = decodeValue(field.type, given, below, decoding)
    if (decoding.mode === 'partial' || isKept(field, decoded)) result[name] = decoded
  }
  if (decoding.mode === 'complete') fillMissing(result, type)
  return result
}

/** Fields that stand in every object of a struct, by struct. */
const standing = new WeakMap<StructType, readonly [string, Field][]>()

function standingFields(type: StructType): readonly [string, Field][] {
  let fields = standing.get(type)
  if (fields === undefined) {
    fields = [...type.fields].filter(([, { presence }]) => presence === 'always' || presence === 'null')
    standing.set(type, fields)
  }
  return fields
}

function fillMissing(result: JsonObject, type: StructType): void {
  for (const [name, field] of standingFields(type)) {
    if (result[name] === undefined) result[name] = field.presence === 'null' ? null : zeroValue(field.type)
  }
}

function isKept(field: Field, value: Json): boolean {
  if (field.presence !== 'omitempty') return true
  if (Array.isArray(value)) return value.length > 0
  if (field.type.is === 'map') return isJsonObject(value) && Object.keys(value).length > 0
  return field.type.is !== 'scalar' || field.type.scalar === 'intOrString' || !isZero(value)
}

function isZero(value: Json): boolean {
  return value === '' || value === 0 || value === false
}

function decodeList(type: ListType, value: Json, place: Place, decoding: Decoding): Json {
  if (!Array.isArray(value)) return misfit(type, value, place)
  return value.map((item, index) => {
    const below = { ...place, indexed: `${place.indexed}[${index}]` }
    const given = item ?? (type.loose ? null : zeroValue(type.item))
    return given === null ? null : decodeValue(type.item, given, below, decoding)
  })
}

function decodeMap(type: MapType, value: Json, place: Place, decoding: Decoding): Json {
  if (!isJsonObject(value)) return misfit(type, value, place)
  const result: JsonObject = {}
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue
    const below = { ...place, indexed: join(place.indexed, key) }
    if (item === null) result[key] = type.loose ? null : zeroValue(type.item)
    else result[key] = decodeValue(type.item, item, below, decoding)
  }
  return result
}

/** A value of another shape than its type's: custom kinds let it pass. */
function misfit(type: StructType | ListType | MapType, value: Json, place: Place): Json {
  if (type.loose) return structuredClone(value)
  throw mismatch(value, place, goType(type))
}

function decodeScalar(scalar: Scalar, value: Json, place: Place): Json {
  switch (scalar) {
    case 'int32':
    case 'int64':
      if (typeof value === 'number' && Number.isInteger(value)) return value
      if (typeof value === 'number') throw mismatch(value, place, scalar, `number ${value}`)
      throw mismatch(value, place, scalar)
    case 'float':
      if (typeof value === 'number') return value
      throw mismatch(value, place, 'float64')
    case 'bool':
      if (typeof value === 'boolean') return value
      throw mismatch(value, place, 'bool')
    case 'intOrString':
      if (typeof value === 'number' || typeof value === 'string') return value
      throw mismatch(value, place, 'intstr.IntOrString')
    case 'quantity':
      if (typeof value === 'number' || typeof value === 'string') return String(value)
      throw mismatch(value, place, 'resource.Quantity')
    case 'time':
    case 'microTime':
      if (typeof value === 'string') return readTime(scalar, value)
      throw mismatch(value, place, 'string')
    case 'string':
    case 'bytes':
      if (typeof value === 'string') return value
      throw mismatch(value, place, 'string')
  }
}

function readTime(scalar: 'time' | 'microTime', text: string): string {
  try {
    return decodeTime(scalar, text)
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : String(error))
  }
}

function goType(type: Type): string {
  switch (type.is) {
    case 'scalar':
      return type.scalar
    case 'any':
      return 'interface {}'
    case 'struct':
      return `v1.${type.name}`
    case 'list':
      return `[]${goType(type.item)}`
    case 'map':
      return `map[string]${goType(type.item)}`
  }
}

function jsonWord(value: Json): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

function mismatch(value: Json, place: Place, wanted: string, word = jsonWord(value)): Error {
  const field = place.path === '' ? 'value' : `struct field ${place.struct}.${place.path}`
  return badRequest(`json: cannot unmarshal ${word} into Go ${field} of type ${wanted}`)
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
