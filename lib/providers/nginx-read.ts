import { baseline } from '@/lib/domain/baseline'
import type { Condition } from '@/lib/domain/condition'
import { asObjects, asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys, ruleAnnotation } from '@/lib/domain/labels'
import { standsBeside } from './ingress-beside'
import { nginxKeys as keys } from './nginx-keys'
import { readCookiePattern, readHeaderPattern } from './nginx-pattern'
import type { BaseRoute, Routes, RoutesRule, RouteTarget, ServicePort } from './provider'

type Read = { target: RouteTarget; rest: RouteTarget; names: string[] }

/**
 * What the canary Ingress beside a base Ingress does, in the controller's order: header, cookie, weight. Null when one of ours
 * says something that `renderNginx` does not write, or when there are several. No annotation tells the tag header.
 */
export function readNginx(objects: readonly KubeObject[], base: BaseRoute): Routes | null {
  const canaries = objects.filter((object) => isLaneCanary(object, base))
  const [canary] = canaries
  const rules = canary === undefined ? [] : canaryRules(canary, base)
  if (canaries.length > 1 || rules === null) return null
  return {
    entry: '',
    host: base.host,
    paths: base.paths,
    base: { service: serviceOf(base) },
    tagHeader: '',
    tagPolicy: 'open',
    rules,
  }
}

function isLaneCanary(object: KubeObject, base: BaseRoute): boolean {
  const { labels, annotations } = object.metadata
  const isOurs = labels?.[labelKeys.lane] !== undefined && annotations?.[keys.canary] === 'true'
  return object.kind === 'Ingress' && isOurs && standsBeside(object, base)
}

function serviceOf({ service }: BaseRoute): ServicePort {
  return { name: service.name, port: typeof service.port === 'number' ? service.port : 0 }
}

function canaryRules(canary: KubeObject, base: BaseRoute): RoutesRule[] | null {
  const annotations = asTexts(canary.metadata.annotations)
  const service = backendOf(canary)
  if (service === null) return null
  const lane = canary.metadata.labels?.[labelKeys.lane] ?? ''
  const read: Read = {
    target: { lane, weight: 100, service, setTag: null },
    rest: { lane: baseline, weight: 100, service: serviceOf(base), setTag: null },
    names: annotations[ruleAnnotation]?.split(',') ?? [],
  }
  const header = headerRules(annotations, read)
  if (header === null) return null
  return [...header, ...cookieRules(annotations, read), ...weightRules(annotations, read)]
}

function backendOf(canary: KubeObject): ServicePort | null {
  const [rule] = asObjects(at(canary, 'spec', 'rules'))
  const [path] = asObjects(at(rule, 'http', 'paths'))
  const name = at(path, 'backend', 'service', 'name')
  const port = at(path, 'backend', 'service', 'port', 'number')
  return typeof name === 'string' && typeof port === 'number' ? { name, port } : null
}

function headerRules(annotations: Record<string, string>, { target, names }: Read): RoutesRule[] | null {
  const name = annotations[keys.header]
  if (name === undefined) return []
  const condition = headerCondition(name, annotations)
  const rule = names.shift()
  return condition === null || rule === undefined
    ? null
    : [{ name: rule, match: [[condition]], targets: [target] }]
}

function headerCondition(name: string, annotations: Record<string, string>): Condition | null {
  const value = annotations[keys.headerValue]
  if (value !== undefined) return { source: 'header', name, operator: 'exact', value }
  const pattern = annotations[keys.headerPattern] ?? ''
  if (name === 'Cookie') return readCookiePattern(pattern)
  const test = readHeaderPattern(pattern)
  return test && { source: 'header', name, ...test }
}

function cookieRules(annotations: Record<string, string>, { target, rest, names }: Read): RoutesRule[] {
  const cookie = annotations[keys.cookie]
  if (cookie === undefined) return []
  const [always = '', never = ''] = names.splice(0, 2)
  const asks = (value: string): Condition[][] => [
    [{ source: 'cookie', name: cookie, operator: 'exact', value }],
  ]
  return [
    ...(always === '' ? [] : [{ name: always, match: asks('always'), targets: [target] }]),
    ...(never === '' ? [] : [{ name: never, match: asks('never'), targets: [rest] }]),
  ]
}

function weightRules(annotations: Record<string, string>, { target, rest, names }: Read): RoutesRule[] {
  const weight = Number(annotations[keys.weight] ?? 0)
  const total = Math.max(100, Number(annotations[keys.weightTotal] ?? 100))
  const [name] = names
  if (!(weight > 0) || name === undefined) return []
  const own = { ...target, weight }
  return [{ name, targets: weight < total ? [{ ...rest, weight: total - weight }, own] : [own] }]
}
