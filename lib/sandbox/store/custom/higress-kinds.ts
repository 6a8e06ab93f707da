import { defineCustomKind } from './define-custom-kind'
import { type OpenApiSchema, openSchema } from './open-api-schema'

const text: OpenApiSchema = { type: 'string' }
const texts: OpenApiSchema = { type: 'array', items: text }
const oneOf = (...values: string[]): OpenApiSchema => ({ type: 'string', enum: values })

const vmConfig: OpenApiSchema = {
  type: 'object',
  properties: {
    env: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: text, value: text, valueFrom: oneOf('INLINE', 'HOST') },
      },
    },
  },
}

const matchRule: OpenApiSchema = {
  type: 'object',
  properties: {
    config: openSchema,
    configDisable: { type: 'boolean' },
    domain: texts,
    ingress: texts,
    routeType: oneOf('HTTP', 'GRPC'),
    service: texts,
  },
}

const schema: OpenApiSchema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        defaultConfig: openSchema,
        defaultConfigDisable: { type: 'boolean' },
        failStrategy: oneOf('FAIL_CLOSE', 'FAIL_OPEN'),
        imagePullPolicy: oneOf('UNSPECIFIED_POLICY', 'IfNotPresent', 'Always'),
        imagePullSecret: text,
        matchRules: { type: 'array', items: matchRule },
        phase: oneOf('UNSPECIFIED_PHASE', 'AUTHN', 'AUTHZ', 'STATS'),
        pluginConfig: openSchema,
        pluginName: text,
        priority: { type: 'integer', nullable: true },
        sha256: text,
        url: text,
        verificationKey: text,
        vmConfig,
      },
    },
    status: openSchema,
  },
}

const created =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC. Populated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/api-conventions.md#metadata'

const wasmPlugins = defineCustomKind({
  group: 'extensions.higress.io',
  kind: 'WasmPlugin',
  plural: 'wasmplugins',
  categories: ['higress-io', 'extensions-higress-io'],
  versions: ['v1alpha1'],
  schema,
  columns: [{ name: 'Age', type: 'date', description: created, jsonPath: '.metadata.creationTimestamp' }],
})

/** Higress' kinds that are stored. @see https://higress.cn/en/docs/latest/plugins/intro */
export const higressKinds = { wasmPlugins: wasmPlugins.stored }

/** Every served kind and version of Higress. */
export const servedHigressKinds = [wasmPlugins.stored]
