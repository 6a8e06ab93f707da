import { baseline } from '@/lib/domain/baseline'
import type { Condition } from '@/lib/domain/condition'
import { asObjects, asTexts, at, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys, ruleAnnotation } from '@/lib/domain/labels'
import { headerList } from './header-list'
import { readGroups } from './higress-groups'
import { higressKeys, isMatchAnnotation, matchKey } from './higress-keys'
import { higressRank, readMatches } from './higress-match'
import { choiceHeader, readTagPlugin } from './higress-plugin'
import { readWeights } from './higress-weights'
import { standsBeside } from './ingress-beside'
import type { BaseRoute, Routes, RoutesRule, RouteTarget, ServicePort } from './provider'

type Own = {
  rule: string
  /** All its match annotations as one text: canaries share it. */
  key: string
  match: Record<string, string>
  target: RouteTarget
  canary: { weight: number; total: number } | null
  tagHeader: string | null
}

/**
 * What the Ingresses beside a base Ingress do, in Higress' order, or in the tag plugin's where it decides. Null when one
 * of ours carries something that `renderHigress` does not write.
 */
export function readHigress(objects: readonly KubeObject[], base: BaseRoute): Routes | null {
  const own: Own[] = []
  for (const object of objects) {
    if (object.kind !== 'Ingress' || object.metadata.labels?.[labelKeys.lane] === undefined) continue
    if (!standsBeside(object, base)) continue
    const read = readOwn(object, base)
    if (read === null) return null
    own.push(read)
  }
  const groups = readTagPlugin(objects, base)
  const matched = groups.length > 0 ? chosenRules(groups, own, base) : matchedRules(own)
  if (matched === null) return null
  const removed = headerList(base.object.metadata.annotations?.[higressKeys.removeHeader])
  const tagHeader = own.find((one) => one.tagHeader !== null)?.tagHeader ?? removed.at(-1) ?? ''
  const closed = removed.some((name) => name.toLowerCase() === tagHeader.toLowerCase())
  const service = serviceOf(base)
  return {
    entry: '',
    host: base.host,
    paths: base.paths,
    base: { service },
    tagHeader,
    tagPolicy: closed ? 'closed' : 'open',
    rules: [...matched, ...everyone(own, service)],
  }
}

function serviceOf({ service }: BaseRoute): ServicePort {
  return { name: service.name, port: typeof service.port === 'number' ? service.port : 0 }
}

/** Branches of one rule that lead to the same targets are one rule's, as far as nothing of another rank stands between. */
function matchedRules(own: readonly Own[]): RoutesRule[] | null {
  const branches: { conditions: Condition[]; rank: number; rule: string; targets: RouteTarget[] }[] = []
  for (const one of own.filter(({ canary, key }) => canary === null && key !== '')) {
    const conditions = readMatches(one.match)
    if (conditions === null || conditions.length === 0) return null
    branches.push({ conditions, rank: higressRank(conditions), rule: one.rule, targets: targetsOf(one, own) })
  }
  const sorted = branches.toSorted((left, right) => right.rank - left.rank)
  const rules = new Map<string, RoutesRule & { match: Condition[][] }>()
  for (const { conditions, rank, rule, targets } of sorted) {
    const key = JSON.stringify([rule, rank, targets])
    const known = rules.get(key)
    if (known) known.match.push(conditions)
    else rules.set(key, { name: rule, match: [conditions], targets })
  }
  return [...rules.values()]
}

/** The plugin's groups in their order, each run of one value with the Ingresses that ask for it. */
function chosenRules(
  groups: readonly JsonObject[],
  own: readonly Own[],
  base: BaseRoute,
): RoutesRule[] | null {
  const header = choiceHeader(base)
  const runs: { value: unknown; groups: JsonObject[] }[] = []
  for (const group of groups) {
    if (group.headerName !== header || group.logic !== 'and') return null
    const last = runs.at(-1)
    if (last?.value === group.headerValue) last?.groups.push(group)
    else runs.push({ value: group.headerValue, groups: [group] })
  }
  const key = matchKey('exact', 'header', header)
  const rules = runs.map(({ value, groups: run }): RoutesRule | null => {
    const route = own.find(({ canary, match }) => canary === null && match[key] === value)
    const match = readGroups(run)
    return route && match ? { name: route.rule, match, targets: targetsOf(route, own) } : null
  })
  const known = rules.filter((rule) => rule !== null)
  return known.length === rules.length ? known : null
}

function targetsOf(route: Own, own: readonly Own[]): RouteTarget[] {
  const beside = own.filter(({ canary, key }) => canary !== null && key === route.key)
  return split(beside, route.target)
}

function everyone(own: readonly Own[], service: ServicePort): RoutesRule[] {
  const beside = own.filter(({ canary, key }) => canary !== null && key === '')
  const [first] = beside
  if (first === undefined) return []
  const base = { lane: baseline, weight: 100, service, setTag: null }
  return [{ name: first.rule, targets: split(beside, base) }]
}

/** The targets with the weights that the canaries' annotations come to. */
function split(beside: readonly Own[], target: RouteTarget): RouteTarget[] {
  const total = Math.max(0, ...beside.map(({ canary }) => canary?.total ?? 0))
  const { shares, rest } = readWeights(
    beside.map(({ canary }) => canary?.weight ?? 0),
    total,
  )
  const others = beside.map((one, index) => ({ ...one.target, weight: shares[index] ?? 0 }))
  if (others.length === 0) return [target]
  return rest > 0 ? [{ ...target, weight: rest }, ...others] : others
}

function readOwn(object: KubeObject, base: BaseRoute): Own | null {
  const annotations = asTexts(object.metadata.annotations)
  const match = Object.fromEntries(Object.entries(annotations).filter(([key]) => isMatchAnnotation(key)))
  const isCanary = annotations[higressKeys.canary] === 'true'
  const service = backendOf(object)
  if (service === null || (Object.keys(match).length === 0 && !isCanary)) return null
  const lines = annotations[higressKeys.updateHeader]?.split('\n') ?? []
  const before = base.object.metadata.annotations?.[higressKeys.updateHeader]?.trimEnd().split('\n') ?? []
  const [tagHeader = null, setTag = null] =
    lines.length > before.length ? (lines.at(-1)?.split(' ') ?? []) : []
  const weight = Number(annotations[higressKeys.weight])
  const total = Number(annotations[higressKeys.weightTotal])
  if (isCanary && !(weight > 0 && total > 0)) return null
  return {
    rule: annotations[ruleAnnotation] ?? '',
    key: JSON.stringify(Object.entries(match).sort()).replace('[]', ''),
    match,
    target: {
      lane: object.metadata.labels?.[labelKeys.lane] ?? baseline,
      weight: 100,
      service,
      setTag,
    },
    canary: isCanary ? { weight, total } : null,
    tagHeader,
  }
}

function backendOf(object: KubeObject): ServicePort | null {
  const [rule] = asObjects(at(object, 'spec', 'rules'))
  const [path] = asObjects(at(rule, 'http', 'paths'))
  const name = at(path, 'backend', 'service', 'name')
  const port = at(path, 'backend', 'service', 'port', 'number')
  return typeof name === 'string' && typeof port === 'number' ? { name, port } : null
}
