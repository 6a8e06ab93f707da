import { asObject, at, type JsonObject } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import type { BaseRoute } from './provider'

/** Pools as small as in examples; real ones leave these fields out or give them hundreds. */
const small = 10

/**
 * Rules of the host, theirs and the one that `trafficPolicy` goes into, whose connection pool is so small that load alone is
 * answered 503.
 * @see https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/
 */
export function poolNotices(base: BaseRoute, trafficPolicy: JsonObject | undefined): Notice[] {
  const theirs = (base.beside ?? []).map((object) => ({
    object,
    name: object.metadata.name,
    policy: asObject(at(object, 'spec', 'trafficPolicy')),
  }))
  const ours: { object?: KubeObject; name: string; policy: JsonObject }[] =
    trafficPolicy === undefined ? [] : [{ name: base.service.name, policy: trafficPolicy }]
  return [...theirs, ...ours].flatMap(({ object, name, policy }): Notice[] => {
    const limits = limitsOf(policy)
    if (limits.length === 0) return []
    const params = { name, limits: limits.map(([field, value]) => `${field}: ${value}`).join(', ') }
    const message = say('planning.smallPool', params)
    return [
      { code: 'SmallPool', severity: 'warning', message, ...(object && { object: refOf(object) }), params },
    ]
  })
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings */
function limitsOf(policy: JsonObject): [string, number][] {
  const pool = asObject(policy.connectionPool)
  const found: [string, unknown][] = [
    ['maxConnections', at(pool, 'tcp', 'maxConnections')],
    ['http1MaxPendingRequests', at(pool, 'http', 'http1MaxPendingRequests')],
  ]
  return found.flatMap(([field, value]): [string, number][] =>
    typeof value === 'number' && value > 0 && value <= small ? [[field, value]] : [],
  )
}
