import { baseline } from '@/lib/domain/baseline'
import type { JsonObject } from '@/lib/domain/json'
import { refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { backendsOf } from './gateway-api-backends'
import { type BaseRule, hostsOf } from './gateway-api-base'
import { withTag } from './gateway-api-filters'
import type { BaseRoute, Edit, Routes, RouteTarget } from './provider'

/**
 * Field edits of the user's route: shares become the backends of its rules, each with its filter; without shares, a
 * closed tag policy removes the tag header by the rule's filter.
 */
export function baseEdits(input: {
  routes: Routes
  base: BaseRoute
  rules: readonly BaseRule[]
  targets: readonly RouteTarget[] | undefined
}): Edit[] {
  const { routes, base, rules, targets } = input
  return rules.flatMap(({ index, rule }) => {
    const wanted = targets
      ? backendsOf(rule, withBaseline(targets, routes), routes)
      : taglessRule(rule, routes)
    return (['filters', 'backendRefs'] as const).flatMap((field): Edit[] => {
      const before = rule[field]
      const after = wanted[field]
      if (JSON.stringify(before) === JSON.stringify(after)) return []
      const path = `/spec/rules/${index}/${field}`
      return [{ ref: refOf(base.object), uid: base.object.metadata.uid, path, before, after }]
    })
  })
}

/** The baseline stays the first of the backends, if with weight 0, so that the user's own line is still there. */
function withBaseline(targets: readonly RouteTarget[], routes: Routes): RouteTarget[] {
  const lanes = targets.filter(({ lane, weight }) => lane !== baseline && weight > 0)
  const none = { lane: baseline, weight: 0, service: routes.base.service, setTag: null }
  return [targets.find(({ lane }) => lane === baseline) ?? none, ...lanes]
}

function taglessRule(rule: JsonObject, { tagHeader, tagPolicy }: Routes): JsonObject {
  if (tagPolicy === 'open') return rule
  return { ...rule, filters: withTag(rule.filters, tagHeader, { verb: 'remove' }) }
}

/** An edited rule holds for every host of its route and every path of its own, the entry's or not. */
export function sharedNotices(input: {
  base: BaseRoute
  rules: readonly BaseRule[]
  edits: readonly Edit[]
  splits: boolean
}): Notice[] {
  const { base, rules, edits, splits } = input
  const hosts = hostsOf(base.object).filter((host) => host !== base.host)
  const paths = rules.flatMap(({ otherPaths }) => otherPaths.map(({ path }) => path))
  const others = [...new Set([...hosts.map((host) => host ?? '*'), ...paths])].join(', ')
  if (edits.length === 0 || others === '') return []
  const { kind, metadata } = base.object
  const about = { kind, name: metadata.name, others }
  const common = { object: refOf(base.object), params: { name: metadata.name, others } }
  const message = splits ? say('planning.splitElsewhere', about) : say('planning.tagRemovedElsewhere', about)
  return splits
    ? [{ code: 'SplitElsewhere', severity: 'warning', message, ...common }]
    : [{ code: 'TagRemovedElsewhere', severity: 'info', message, ...common }]
}
