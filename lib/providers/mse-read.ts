import { baseline } from '@/lib/domain/baseline'
import type { Condition } from '@/lib/domain/condition'
import { asObjects, asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys, ruleAnnotation } from '@/lib/domain/labels'
import { headerList } from './header-list'
import { standsBeside } from './ingress-beside'
import { readConditions } from './mse-condition'
import { type MseKeys, mseKeys } from './mse-keys'
import type { BaseRoute, Routes, RoutesRule, RouteTarget, ServicePort } from './provider'

type Canary = {
  rule: string
  conditions: Condition[]
  target: RouteTarget
  total: number | null
  tagHeader: string | null
}

/**
 * What the canary Ingresses beside a base Ingress do, in the gateway's order: (header or query), cookie, weight. Null when
 * one of ours carries something that `renderMse` does not write.
 */
export function readMse(
  objects: readonly KubeObject[],
  base: BaseRoute,
  settings: { annotationPrefix: string },
): Routes | null {
  const keys = mseKeys(settings.annotationPrefix)
  const canaries: Canary[] = []
  for (const object of objects) {
    if (object.kind !== 'Ingress' || object.metadata.annotations?.[keys.canary] !== 'true') continue
    if (object.metadata.labels?.[labelKeys.lane] === undefined || !standsBeside(object, base)) continue
    const canary = readCanary(object, keys)
    if (canary === null) return null
    canaries.push(canary)
  }
  const removed = headerList(base.object.metadata.annotations?.[keys.removeHeader])
  const tagHeader = canaries.find((canary) => canary.tagHeader !== null)?.tagHeader ?? removed.at(-1) ?? ''
  const closed = removed.some((name) => name.toLowerCase() === tagHeader.toLowerCase())
  const service = {
    name: base.service.name,
    port: typeof base.service.port === 'number' ? base.service.port : 0,
  }
  return {
    entry: '',
    host: base.host,
    paths: base.paths,
    base: { service },
    tagHeader,
    tagPolicy: closed ? 'closed' : 'open',
    rules: [...conditionRules(canaries), ...weightRules(canaries, service)],
  }
}

/** The gateway's precedence of an AND-list: the higher goes first. */
export function mseRank(conditions: readonly Condition[]): number {
  if (conditions.length === 0) return 0
  return conditions.some(({ source }) => source === 'cookie') ? 1 : 2
}

function conditionRules(canaries: readonly Canary[]): RoutesRule[] {
  const byRank = [2, 1].flatMap((rank) => canaries.filter(({ conditions }) => mseRank(conditions) === rank))
  const rules = new Map<string, RoutesRule & { match: Condition[][] }>()
  for (const { rule, conditions, target } of byRank) {
    const key = JSON.stringify([rule, mseRank(conditions), target])
    const known = rules.get(key)
    if (known) known.match.push(conditions)
    else rules.set(key, { name: rule, match: [conditions], targets: [target] })
  }
  return [...rules.values()]
}

function weightRules(canaries: readonly Canary[], service: ServicePort): RoutesRule[] {
  const weighted = canaries.filter(({ conditions }) => conditions.length === 0)
  const [first] = weighted
  if (first === undefined || first.total === null) return []
  const targets = weighted.map(({ target }) => target)
  const rest = first.total - targets.reduce((sum, { weight }) => sum + weight, 0)
  const own = rest > 0 ? [{ lane: baseline, weight: rest, service, setTag: null }] : []
  return [{ name: first.rule, targets: [...own, ...targets] }]
}

function readCanary(object: KubeObject, keys: MseKeys): Canary | null {
  const annotations = asTexts(object.metadata.annotations)
  const conditions = readConditions(annotations, keys)
  const service = backendOf(object)
  const weight = annotations[keys.weight]
  const total = annotations[keys.weightTotal]
  if (conditions === null || service === null) return null
  if ((conditions.length === 0) !== (weight !== undefined && total !== undefined)) return null
  const [tagHeader = null, setTag = null] = annotations[keys.updateHeader]?.split(' ') ?? []
  const lane = object.metadata.labels?.[labelKeys.lane] ?? baseline
  return {
    rule: annotations[ruleAnnotation] ?? '',
    conditions,
    target: {
      lane,
      weight: weight === undefined || conditions.length > 0 ? 100 : Number(weight),
      service,
      setTag,
    },
    total: total === undefined ? null : Number(total),
    tagHeader: tagHeader ?? headerList(annotations[keys.removeHeader]).at(0) ?? null,
  }
}

function backendOf(object: KubeObject): ServicePort | null {
  const [rule] = asObjects(at(object, 'spec', 'rules'))
  const [path] = asObjects(at(rule, 'http', 'paths'))
  const name = at(path, 'backend', 'service', 'name')
  const port = at(path, 'backend', 'service', 'port', 'number')
  return typeof name === 'string' && typeof port === 'number' ? { name, port } : null
}
