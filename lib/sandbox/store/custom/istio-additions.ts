import { type Additions, atPlaces } from './extend-schema'
import type { OpenApiSchema } from './open-api-schema'

// What Istio 1.30 says beyond the package's schemas, which are of 1.18: required fields, bounds, and parts that came since.

const text: OpenApiSchema = { type: 'string' }
const unsigned: OpenApiSchema = { minimum: 0, maximum: 4_294_967_295 }
const whole: OpenApiSchema = {
  anyOf: [{ type: 'integer' }, { type: 'string' }],
  'x-kubernetes-int-or-string': true,
}
const nullable: OpenApiSchema = { nullable: true }
const time: OpenApiSchema = { type: 'string', format: 'date-time' }

function list(items: OpenApiSchema): OpenApiSchema {
  return { type: 'array', items }
}

function object(properties: Record<string, OpenApiSchema>, ...required: string[]): OpenApiSchema {
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) }
}

const status: Additions = {
  '.status': { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  '.status.conditions': list(
    object({
      lastProbeTime: time,
      lastTransitionTime: time,
      message: text,
      observedGeneration: whole,
      reason: text,
      status: text,
      type: text,
    }),
  ),
  '.status.observedGeneration': whole,
  '.status.validationMessages': list(
    object({
      documentationUrl: text,
      level: { type: 'string', enum: ['UNKNOWN', 'ERROR', 'WARNING', 'INFO'] },
      type: object({ code: text, name: text }),
    }),
  ),
}

const destination = object(
  { host: text, port: object({ number: { type: 'integer', ...unsigned } }), subset: text },
  'host',
)

const routes = ['.spec.http[].route[]', '.spec.tcp[].route[]', '.spec.tls[].route[]']

/** Of VirtualServices. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
export const virtualServiceAdditions: Additions = {
  ...atPlaces(routes, {
    '': { required: ['destination'] },
    '.destination': { required: ['host'] },
    '.destination.port.number': unsigned,
  }),
  ...atPlaces(
    [
      '.spec.http[].directResponse.status',
      '.spec.http[].match[].port',
      '.spec.http[].mirror.port.number',
      '.spec.http[].mirrorPercent',
      '.spec.http[].mirror_percent',
      '.spec.http[].redirect.port',
      '.spec.http[].redirect.redirectCode',
      '.spec.tcp[].match[].port',
      '.spec.tls[].match[].port',
    ],
    { '': unsigned },
  ),
  '.spec.http[].corsPolicy.allowCredentials': nullable,
  '.spec.http[].corsPolicy.unmatchedPreflights': {
    type: 'string',
    enum: ['UNSPECIFIED', 'FORWARD', 'IGNORE'],
  },
  '.spec.http[].directResponse': { required: ['status'] },
  '.spec.http[].directResponse.body.bytes': { format: 'byte' },
  '.spec.http[].mirror': { required: ['host'] },
  '.spec.http[].mirrorPercent': { ...unsigned, ...nullable },
  '.spec.http[].mirror_percent': { ...unsigned, ...nullable },
  '.spec.http[].mirrors': list(
    object(
      { destination, percentage: object({ value: { type: 'number', format: 'double' } }) },
      'destination',
    ),
  ),
  '.spec.http[].retries.backoff': text,
  '.spec.http[].retries.retryIgnorePreviousHosts': { type: 'boolean', nullable: true },
  '.spec.http[].retries.retryRemoteLocalities': nullable,
  '.spec.http[].rewrite.uriRegexRewrite': object({ match: text, rewrite: text }),
  '.spec.tls[]': { required: ['match'] },
  '.spec.tls[].match[]': { required: ['sniHosts'] },
  ...status,
}

/** Of Gateways. @see https://istio.io/latest/docs/reference/config/networking/gateway/ */
export const istioGatewayAdditions: Additions = {
  '.spec.servers[]': { required: ['hosts', 'port'] },
  '.spec.servers[].port': { required: ['name', 'number', 'protocol'] },
  '.spec.servers[].port.number': unsigned,
  '.spec.servers[].port.targetPort': unsigned,
  '.spec.servers[].tls.caCertCredentialName': text,
  '.spec.servers[].tls.caCrl': text,
  '.spec.servers[].tls.credentialNames': { ...list(text), minItems: 1, maxItems: 2 },
  '.spec.servers[].tls.mode': {
    enum: ['PASSTHROUGH', 'SIMPLE', 'MUTUAL', 'AUTO_PASSTHROUGH', 'ISTIO_MUTUAL', 'OPTIONAL_MUTUAL'],
  },
  '.spec.servers[].tls.tlsCertificates': {
    ...list(object({ caCertificates: text, privateKey: text, serverCertificate: text })),
    minItems: 1,
    maxItems: 2,
  },
  ...status,
}

/** The status that every kind of Istio has. */
export const istioStatusAdditions: Additions = status
