import type { Json } from '@/lib/sandbox/store/object'

/**
 * The schema of a custom resource, or of a part of it.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export type OpenApiSchema = {
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean'
  properties?: Record<string, OpenApiSchema>
  additionalProperties?: OpenApiSchema
  items?: OpenApiSchema
  required?: readonly string[]
  enum?: readonly Json[]
  default?: Json
  nullable?: boolean
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  maxProperties?: number
  allOf?: readonly OpenApiSchema[]
  anyOf?: readonly OpenApiSchema[]
  oneOf?: readonly OpenApiSchema[]
  not?: OpenApiSchema
  'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map'
  'x-kubernetes-list-map-keys'?: readonly string[]
  'x-kubernetes-map-type'?: 'atomic' | 'granular'
  'x-kubernetes-preserve-unknown-fields'?: true
  'x-kubernetes-int-or-string'?: true
}

/** A schema that takes any object. */
export const openSchema: OpenApiSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
