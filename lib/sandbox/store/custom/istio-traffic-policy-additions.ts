import { type Additions, atPlaces } from './extend-schema'
import { istioStatusAdditions } from './istio-additions'
import type { OpenApiSchema } from './open-api-schema'

const text: OpenApiSchema = { type: 'string' }
const unsigned: OpenApiSchema = { minimum: 0, maximum: 4_294_967_295 }
const percent: OpenApiSchema = { type: 'number', format: 'double', minimum: 0, maximum: 100, nullable: true }

/** At most one of these fields. */
function oneOf(...fields: string[]): OpenApiSchema {
  const each = fields.map((field): OpenApiSchema => ({ required: [field] }))
  return { oneOf: [{ not: { anyOf: each } }, ...each] }
}

const loadBalancer: Additions = {
  '.loadBalancer': oneOf('simple', 'consistentHash'),
  '.loadBalancer.consistentHash': {
    allOf: [
      oneOf('httpHeaderName', 'httpCookie', 'useSourceIp', 'httpQueryParameterName'),
      oneOf('ringHash', 'maglev'),
    ],
  },
  '.loadBalancer.consistentHash.httpCookie': { required: ['name'] },
  '.loadBalancer.consistentHash.httpCookie.attributes': {
    type: 'array',
    items: { type: 'object', properties: { name: text, value: text }, required: ['name'] },
  },
  '.loadBalancer.consistentHash.maglev.tableSize': { minimum: 0 },
  '.loadBalancer.consistentHash.minimumRingSize': { minimum: 0 },
  '.loadBalancer.consistentHash.ringHash.minimumRingSize': { minimum: 0 },
  '.loadBalancer.localityLbSetting.distribute[].to{}': unsigned,
  '.loadBalancer.localityLbSetting.enabled': { nullable: true },
  '.loadBalancer.warmup': {
    type: 'object',
    properties: {
      aggression: { type: 'number', format: 'double', minimum: 0, nullable: true },
      duration: text,
      minimumPercent: percent,
    },
    required: ['duration'],
  },
}

const policy: Additions = {
  ...loadBalancer,
  '.connectionPool.http.maxConcurrentStreams': { type: 'integer', format: 'int32' },
  '.connectionPool.tcp.idleTimeout': text,
  '.connectionPool.tcp.tcpKeepalive.probes': unsigned,
  '.outlierDetection.consecutive5xxErrors': { ...unsigned, nullable: true },
  '.outlierDetection.consecutiveGatewayErrors': { ...unsigned, nullable: true },
  '.outlierDetection.consecutiveLocalOriginFailures': { ...unsigned, nullable: true },
  '.tls.caCrl': text,
  '.tls.insecureSkipVerify': { nullable: true },
}

const wholePolicy: Additions = {
  ...policy,
  ...atPlaces(['.portLevelSettings[]'], policy),
  '.portLevelSettings': { maxItems: 4_096 },
  '.portLevelSettings[].port.number': unsigned,
  '.proxyProtocol': { type: 'object', properties: { version: { type: 'string', enum: ['V1', 'V2'] } } },
  '.retryBudget': {
    type: 'object',
    properties: { minRetryConcurrency: { type: 'integer', ...unsigned }, percent },
  },
  '.tunnel': { required: ['targetHost', 'targetPort'] },
  '.tunnel.targetPort': unsigned,
}

/** Of DestinationRules. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
export const destinationRuleAdditions: Additions = {
  '.spec': { required: ['host'] },
  '.spec.subsets[]': { required: ['name'] },
  ...atPlaces(['.spec.trafficPolicy', '.spec.subsets[].trafficPolicy'], wholePolicy),
  '.spec.workloadSelector.matchLabels': { maxProperties: 4_096 },
  '.spec.workloadSelector.matchLabels{}': { maxLength: 63 },
  ...istioStatusAdditions,
}
