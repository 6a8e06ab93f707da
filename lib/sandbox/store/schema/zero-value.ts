import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import type { StructType, Type } from './type'

/** The zero value of a type as Go's encoder writes it: structs with the fields that are always present. */
export function zeroValue(type: Type): Json {
  switch (type.is) {
    case 'any':
      return null
    case 'struct':
      return zeroStruct(type)
    case 'list':
      return []
    case 'map':
      return {}
    case 'scalar':
      switch (type.scalar) {
        case 'bool':
          return false
        case 'int32':
        case 'int64':
        case 'float':
        case 'intOrString':
          return 0
        case 'time':
        case 'microTime':
          return null
        case 'string':
        case 'bytes':
        case 'quantity':
          return ''
      }
  }
}

/** An object of which nothing was said yet: what a first write is compared with to find the owned fields. */
export function zeroStruct(type: StructType): JsonObject {
  const result: JsonObject = {}
  for (const [name, field] of type.fields) {
    if (field.presence === 'always') result[name] = zeroValue(field.type)
    else if (field.presence === 'null') result[name] = null
  }
  return result
}
