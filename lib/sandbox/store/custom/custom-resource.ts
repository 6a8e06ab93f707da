import type { Json } from '@/lib/sandbox/store/object'
import type { OpenApiSchema } from './open-api-schema'

/**
 * A rule over one part of an object. `path` names the part: `.spec.rules[].matches[].path`, where `[]` is every item
 * and `{}` every value. `holds` is asked only of objects that obey the schema.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 */
export type CustomRule = { path: string; message: string; holds: (value: Json) => boolean }

/**
 * A column of the kind's tables. `priority` 1 is shown by `-o wide` alone.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#additional-printer-columns
 */
export type PrinterColumn = {
  name: string
  type: 'string' | 'integer' | 'date'
  description: string
  jsonPath: string
  priority?: 1
}

/** What a custom kind is made of beyond its names. `schema` gives spec and status under one root. */
export type CustomResource = {
  schema: () => OpenApiSchema
  rules: readonly CustomRule[]
  columns: readonly PrinterColumn[]
}
