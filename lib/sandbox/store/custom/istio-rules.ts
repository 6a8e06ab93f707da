import type { Json } from '@/lib/sandbox/store/object'
import type { CustomRule } from './custom-resource'

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
}

/** Whether a text is a Go duration of at least a millisecond. @see https://pkg.go.dev/time#ParseDuration */
function isLongEnough(value: Json): boolean {
  if (typeof value !== 'string' || !/^\+?(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+$/.test(value)) return false
  const parts = [...value.matchAll(/(\d+(?:\.\d*)?)(ns|us|µs|ms|s|m|h)/g)]
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0), 0) >= 1
}

function durations(paths: readonly string[]): CustomRule[] {
  const message = 'must be a valid duration greater than 1ms'
  return paths.map((path) => ({ path, message, holds: isLongEnough }))
}

/** Of VirtualServices. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
export const virtualServiceRules: readonly CustomRule[] = durations([
  '.spec.http[].corsPolicy.maxAge',
  '.spec.http[].fault.delay.exponentialDelay',
  '.spec.http[].fault.delay.fixedDelay',
  '.spec.http[].retries.backoff',
  '.spec.http[].retries.perTryTimeout',
  '.spec.http[].timeout',
])

const policyDurations = [
  '.connectionPool.http.idleTimeout',
  '.connectionPool.tcp.connectTimeout',
  '.connectionPool.tcp.maxConnectionDuration',
  '.connectionPool.tcp.tcpKeepalive.interval',
  '.connectionPool.tcp.tcpKeepalive.time',
  '.loadBalancer.warmup.duration',
  '.loadBalancer.warmupDurationSecs',
  '.outlierDetection.baseEjectionTime',
  '.outlierDetection.interval',
]

const policies = ['.spec.trafficPolicy', '.spec.subsets[].trafficPolicy'].flatMap((place) => [
  place,
  `${place}.portLevelSettings[]`,
])

/** Of DestinationRules. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
export const destinationRuleRules: readonly CustomRule[] = durations(
  policies.flatMap((place) => policyDurations.map((path) => `${place}${path}`)),
)

function notBoth(first: string, second: string): CustomRule['holds'] {
  return (value) => !(typeof value === 'object' && value !== null && first in value && second in value)
}

/** Of Gateways. @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings */
export const istioGatewayRules: readonly CustomRule[] = [
  {
    path: '.spec.servers[].tls',
    message: 'only one of credentialNames or tlsCertificates can be set',
    holds: notBoth('credentialNames', 'tlsCertificates'),
  },
  {
    path: '.spec.servers[].tls',
    message: 'only one of credentialName or credentialNames can be set',
    holds: notBoth('credentialName', 'credentialNames'),
  },
]
