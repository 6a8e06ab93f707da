import { ApiError, badRequest } from '@/lib/sandbox/store/api-error'
import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import { rootSchema } from '@/lib/sandbox/store/schema/schema-of'
import type { Scalar, StructType, Type } from '@/lib/sandbox/store/schema/type'
import { fieldsByNumber } from './field-numbers'
import { readFields } from './wire'

/** The media type of Kubernetes objects in Protobuf. */
export const protobufType = 'application/vnd.kubernetes.protobuf'

const magic = Buffer.from('k8s\0')

/**
 * Reads an object in Kubernetes' Protobuf envelope as JSON. Throws 415 for a type or a field that is not known in this
 * form, so that nothing is dropped silently; BadRequest where the bytes are none.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
 */
export function readProtobuf(bytes: Buffer): Json {
  if (!bytes.subarray(0, magic.length).equals(magic))
    throw badRequest('the body is no Kubernetes Protobuf message')
  try {
    const envelope = readFields(bytes.subarray(magic.length))
    const typeMeta = readFields(bytesOf(envelope, 1))
    const apiVersion = bytesOf(typeMeta, 1).toString('utf8')
    const kind = bytesOf(typeMeta, 2).toString('utf8')
    if (fieldsByNumber(kind) === undefined) throw notReadable(kind)
    return { kind, apiVersion, ...readMessage(rootSchema(kind), bytesOf(envelope, 2)) }
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw badRequest(`error decoding Protobuf: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function notReadable(what: string): ApiError {
  const message = `${what} cannot be read from Protobuf here - accepted media types include: application/json, application/yaml`
  return new ApiError(415, 'UnsupportedMediaType', message)
}

function bytesOf(fields: ReturnType<typeof readFields>, number: number): Buffer {
  const found = fields.find((field) => field.number === number)?.value
  return Buffer.isBuffer(found) ? found : Buffer.alloc(0)
}

function readMessage(type: StructType, bytes: Buffer): JsonObject {
  const names = fieldsByNumber(type.name)
  if (names === undefined && bytes.length > 0) throw notReadable(type.name)
  const result: JsonObject = {}
  for (const { number, value } of readFields(bytes)) {
    const name = names?.get(number)
    const field = name === undefined ? undefined : type.fields.get(name)
    if (name === undefined || field === undefined) {
      if (isUnset(value)) continue
      throw notReadable(`field ${number} of ${type.name}`)
    }
    addValue(result, name, field.type, value)
  }
  return result
}

/** Go writes some fields even when they say nothing. */
function isUnset(value: bigint | Buffer): boolean {
  return Buffer.isBuffer(value) ? value.length === 0 : value === 0n
}

function addValue(result: JsonObject, name: string, type: Type, value: bigint | Buffer): void {
  if (type.is === 'list') {
    const list = result[name]
    const item = readValue(type.item, value)
    if (Array.isArray(list)) list.push(item)
    else result[name] = [item]
  } else if (type.is === 'map') {
    const entry = readFields(messageBytes(value))
    const map = result[name]
    const key = bytesOf(entry, 1).toString('utf8')
    const item = readValue(type.item, bytesOf(entry, 2))
    result[name] =
      typeof map === 'object' && map !== null && !Array.isArray(map)
        ? { ...map, [key]: item }
        : { [key]: item }
  } else {
    result[name] = readValue(type, value)
  }
}

function messageBytes(value: bigint | Buffer): Buffer {
  if (Buffer.isBuffer(value)) return value
  throw new Error('a number stands where a message is expected')
}

function readValue(type: Type, value: bigint | Buffer): Json {
  switch (type.is) {
    case 'struct':
      return readMessage(type, messageBytes(value))
    case 'scalar':
      return readScalar(type.scalar, value)
    default:
      throw notReadable('a nested list')
  }
}

function readScalar(scalar: Scalar, value: bigint | Buffer): Json {
  if (!Buffer.isBuffer(value)) return scalar === 'bool' ? value !== 0n : Number(BigInt.asIntN(64, value))
  switch (scalar) {
    case 'bytes':
      return value.toString('base64')
    case 'quantity':
      return bytesOf(readFields(value), 1).toString('utf8')
    case 'time':
    case 'microTime':
      return readTime(value, scalar)
    case 'intOrString': {
      const fields = readFields(value)
      const isText = fields.some((field) => field.number === 1 && field.value === 1n)
      if (isText) return bytesOf(fields, 3).toString('utf8')
      const number = fields.find((field) => field.number === 2)?.value
      return typeof number === 'bigint' ? Number(BigInt.asIntN(32, number)) : 0
    }
    default:
      return value.toString('utf8')
  }
}

/** A message without seconds is no time. */
function readTime(bytes: Buffer, scalar: 'time' | 'microTime'): Json {
  const fields = readFields(bytes)
  const number = (wanted: number) => Number(fields.find((field) => field.number === wanted)?.value ?? 0)
  const seconds = number(1)
  if (fields.length === 0 || seconds === 0) return null
  const text = new Date(seconds * 1_000).toISOString().slice(0, 19)
  const micros = String(Math.floor(number(2) / 1_000)).padStart(6, '0')
  return scalar === 'time' ? `${text}Z` : `${text}.${micros}Z`
}
