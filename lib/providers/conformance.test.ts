import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { subjectKey } from '@/lib/domain/branch'
import { type Condition, ConditionOperator, ConditionSource } from '@/lib/domain/condition'
import { Entry } from '@/lib/domain/entry'
import { valueAt, withValueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import { Lane } from '@/lib/domain/lane'
import { RouteRule } from '@/lib/domain/route-rule'
import type { Feature } from './feature'
import { providers } from './index'
import type { BaseRoute, CheckContext, Edit, Routes, TrafficProvider } from './provider'
import { type Case, goldenPath, readBase, readCases } from './testdata/read-case'

const cases = readCases()
const web = { name: 'web', deployment: 'web', service: { name: 'web', port: 80 } }

/** What stands around a case's rules: each lane has a version of the entry's application unless only the tag is set. */
function contextOf({ rules }: Routes): CheckContext {
  const targets = rules.flatMap((rule) => rule.targets).filter(({ lane }) => lane !== 'baseline')
  const lanes = targets.map(({ lane: tag, service }) => {
    const application = service.name === web.service.name ? 'inner' : web.name
    return Lane.parse({ tag, versions: [{ application, image: 'web:2' }] })
  })
  return { lanes, application: web, tagHeader: 'x-mse-tag', tagPolicy: 'open' }
}
const context: CheckContext = { lanes: [], application: web, tagHeader: 'x-mse-tag', tagPolicy: 'open' }

const entersByApplication = (provider: TrafficProvider) => provider.entersBy === 'application'

function entryFor(provider: TrafficProvider): Entry {
  const paths = [{ path: '/' }, { path: '/healthz', type: 'Exact' }]
  return Entry.parse({
    name: 'web',
    provider: provider.id,
    application: 'web',
    ...(!entersByApplication(provider) && { host: 'shop.example.com', paths }),
  })
}

/** A case as it is at the provider's entries. */
function atEntry({ routes, ...rest }: Case, provider: TrafficProvider): Case {
  return entersByApplication(provider)
    ? { ...rest, routes: { ...routes, host: undefined, paths: [] } }
    : { ...rest, routes }
}

function baseFor(provider: TrafficProvider): BaseRoute {
  const service = entersByApplication(provider) ? { name: 'web', port: 80 } : undefined
  const found = provider.findBase(
    entryFor(provider),
    provider.settings.parse({}),
    [readBase(provider.id)],
    service,
  )
  if ('problem' in found) throw new Error(found.problem.code)
  return found
}

/** The document's rules that these routes come from. */
const rulesOf = ({ rules }: Routes): RouteRule[] =>
  rules.map(({ name, match, targets }) => ({
    name,
    ...(match && { match }),
    targets: targets.map(({ lane, weight }) => ({ lane, weight })),
  }))

/** A base route as it is after the edits, or before them again. */
function withEdits(base: BaseRoute, edits: readonly Edit[], value: 'before' | 'after' = 'after'): BaseRoute {
  const object = edits.reduce((changed, edit) => withValueAt(changed, edit.path, edit[value]), base.object)
  return { ...base, object }
}

/** An AND-list with one value for each condition, as often as it takes to say the same; sorted. */
function spelledOut(branch: readonly Condition[]): Condition[][] {
  const choices = branch.map((condition): Condition[] => {
    if (condition.operator !== 'in') return [condition]
    const { values, operator: _operator, ...rest } = condition
    return values.map((value) => ({ ...rest, operator: 'exact', value }))
  })
  return choices
    .reduce<Condition[][]>((known, some) => known.flatMap((one) => some.map((next) => [...one, next])), [[]])
    .map((conditions) => conditions.toSorted((one, other) => (subjectKey(one) < subjectKey(other) ? -1 : 1)))
}

/** The same test is the same text, whatever the order of its keys or the case of a header's name. */
const normalPattern = (condition: Condition) => {
  const named =
    condition.source === 'header' ? { ...condition, name: condition.name.toLowerCase() } : condition
  return Object.fromEntries(Object.entries(named).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/**
 * What two Routes must have in common: the rules that lead somewhere, their lists spelled out; weights are shares; the
 * order of keys says nothing, nor does the name of the rule for everyone.
 */
function normal({ rules, tagHeader, tagPolicy, host, paths }: Routes) {
  const last = rules.findLastIndex(({ targets }) => targets.some(({ lane }) => lane !== 'baseline'))
  const kept = rules.slice(0, last + 1)
  return {
    host,
    paths,
    ...(kept.length > 0 && { tagPolicy }),
    ...(kept.length > 0 && (tagPolicy === 'closed' || kept.some(setsTag)) && { tagHeader }),
    rules: kept
      .flatMap(({ name, match, targets }) => {
        const sorted = [...targets].sort((a, b) => a.lane.localeCompare(b.lane))
        const sum = sorted.reduce((total, { weight }) => total + weight, 0)
        const whole = sorted.map((target) => ({ ...target, weight: target.weight / sum }))
        if (!match) return [{ targets: whole }]
        const branches = match.flatMap(spelledOut).map((branch) => branch.map(normalPattern))
        return branches.map((branch) => ({ name, branch, targets: whole }))
      })
      .toSorted(byBranchOfOneRule),
  }
}

type NormalRule = { name?: string; branch?: object; targets: object }

/** Alternatives of one rule may stand in any order. */
function byBranchOfOneRule(one: NormalRule, other: NormalRule): number {
  const rule = ({ name, targets }: NormalRule) => JSON.stringify([name, targets])
  if (!one.branch || rule(one) !== rule(other)) return 0
  return JSON.stringify(one.branch) < JSON.stringify(other.branch) ? -1 : 1
}

const setsTag = ({ targets }: Routes['rules'][number]) => targets.some(({ setTag }) => setTag !== null)

/** What a gateway that writes no tag makes of Routes. */
function asFarAs(provider: TrafficProvider, routes: Routes): Routes {
  const rules = routes.rules.map(({ targets, ...rule }) => ({
    ...rule,
    targets: targets.map((target) =>
      provider.features.has('set-tag') ? target : { ...target, setTag: null },
    ),
  }))
  return { ...routes, rules, ...(!provider.features.has('remove-tag') && { tagPolicy: 'open' }) }
}

/** A lane whose requests the baseline's Service answers is told by the tag alone; for others the tag is no condition. */
function needed({ features, routes }: Case): Feature[] {
  const tagOnly = routes.rules.some(({ targets }) =>
    targets.some(({ lane, service }) => lane !== 'baseline' && service.name === routes.base.service.name),
  )
  return features.filter((feature) => feature !== 'remove-tag' && (feature !== 'set-tag' || tagOnly))
}

/** For each feature a rule that needs it. */
function ruleNeeding(feature: Feature): RouteRule | null {
  const one = { lane: 'gray', weight: 1 }
  const header = (name: string) => ({
    source: 'header' as const,
    name,
    operator: 'exact' as const,
    value: '1',
  })
  const method = { source: 'method' as const, operator: 'exact' as const, value: 'GET' }
  switch (feature) {
    case 'not':
      return null
    case 'and':
      return { name: 'r', match: [[header('x'), header('y')]], targets: [one] }
    case 'and-header-query':
      return {
        name: 'r',
        match: [[header('x'), { source: 'query', name: 'y', operator: 'exact', value: '1' }]],
        targets: [one],
      }
    case 'or':
      return { name: 'r', match: [[header('x')], [method]], targets: [one] }
    case 'weighted':
      return { name: 'r', targets: [one, { lane: 'baseline', weight: 1 }] }
    case 'n-way':
      return { name: 'r', targets: [one, { lane: 'baseline', weight: 1 }, { lane: 'blue', weight: 1 }] }
    case 'weighted-match':
      return { name: 'r', match: [[header('x')]], targets: [one, { lane: 'baseline', weight: 1 }] }
    case 'sticky':
      return { name: 'r', targets: [one], sticky: { source: 'cookie', name: 'uid' } }
    case 'match-baseline':
    case 'set-tag':
    case 'remove-tag':
    case 'fallback':
      return null
    default:
      return conditionRule(feature)
  }
}

function conditionRule(feature: string): RouteRule | null {
  const [source, operator] = feature.split('-')
  const name = ['header', 'cookie', 'query'].includes(source ?? '') ? { name: 'x' } : {}
  const values =
    operator === 'in'
      ? { values: ['a'] }
      : operator === 'present'
        ? {}
        : { value: operator === 'percent' ? 5 : 'a' }
  const rule = RouteRule.safeParse({
    name: 'r',
    match: [[{ source, operator, ...name, ...values }]],
    targets: [{ lane: 'gray', weight: 1 }],
  })
  return rule.success ? rule.data : null
}

const conditionFeatures = ConditionSource.options.flatMap((source) =>
  ConditionOperator.options.map((operator): Feature => `${source}-${operator}`),
)
const refusable: Feature[] = [
  'not',
  'and',
  'and-header-query',
  'or',
  'weighted',
  'n-way',
  'weighted-match',
  'sticky',
  ...conditionFeatures,
]

/** `not` is negation of every source. */
const hasFeature = ({ features }: TrafficProvider, feature: Feature) =>
  features.has(feature) || (feature.startsWith('not-') && features.has('not'))
const refusedAs = (feature: string) => feature.replace(/^not-.*/, 'not')

/** Where numbers of pods make the shares there is nothing beside workloads to render. */
const rendering = providers.filter(({ features }) => !features.has('replicas'))

describe.each(rendering)('provider $id', (provider) => {
  const settings = provider.settings.parse({})
  const all = cases.map((one) => atEntry(one, provider))
  const possible = all.filter((one) => needed(one).every((feature) => hasFeature(provider, feature)))
  const refused = all.filter((one) => !possible.includes(one))

  it.each(possible)('renders $name', async ({ name, routes }) => {
    expect(provider.check(rulesOf(routes), entryFor(provider), contextOf(routes))).toEqual([])
    const { objects, edits, notices } = provider.render(routes, baseFor(provider), settings)
    const text = [
      ...objects,
      ...(edits.length > 0 ? [{ edits }] : []),
      ...(notices.length > 0 ? [{ notices }] : []),
    ]
      .map((part) => stringify(part, { aliasDuplicateObjects: false }))
      .join('---\n')
    await expect(text).toMatchFileSnapshot(goldenPath(name, provider.id))
  })

  it.each(possible)('reads back what it renders of $name', ({ routes }) => {
    const base = baseFor(provider)
    const { objects, edits } = provider.render(routes, base, settings)
    const read = provider.read(objects, withEdits(base, edits), settings)
    expect(read && normal(read)).toEqual(normal(asFarAs(provider, routes)))
  })

  it.each(possible)('undoes its edits of the base route for $name', ({ routes }) => {
    const base = baseFor(provider)
    const { edits } = provider.render(routes, base, settings)
    const paths = edits.map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
    expect(edits.map(({ path, before }) => [path, before])).toEqual(
      paths.map((path) => [path, valueAt(base.object, path)]),
    )
    const undone = withEdits(withEdits(base, edits), edits, 'before')
    expect(undone.object).toEqual(base.object)
  })

  it.each(refused)('refuses $name by the feature that it lacks', (one) => {
    const { routes } = one
    const missing = needed(one)
      .filter((feature) => !hasFeature(provider, feature))
      .map(refusedAs)
    const found = provider.check(rulesOf(routes), entryFor(provider), contextOf(routes))
    expect(missing).toContain(found[0]?.params?.feature)
    expect(routes.rules.map(({ name }) => name)).toContain(found[0]?.message.params.rule)
  })

  const shown = [...provider.features].filter((feature) => feature !== 'fallback')
  it.each(shown)('has a case for its feature %s', (feature) => {
    expect(possible.filter(({ features }) => features.includes(feature)).map(({ name }) => name)).not.toEqual(
      [],
    )
  })

  const lacking = refusable.filter((feature) => !provider.features.has(feature) && ruleNeeding(feature))
  it.each(lacking)('refuses a rule that needs %s, by name', (feature) => {
    const rule = ruleNeeding(feature)
    const found = provider.check(rule ? [rule] : [], entryFor(provider), context)
    expect(found.map(({ rule: name, params }) => [name, params?.feature])).toContainEqual(['r', feature])
  })

  const undeniable = (['header', 'query', 'method'] as const).filter(
    (source) =>
      provider.features.has(`${source}-exact`) &&
      !provider.features.has('not') &&
      !provider.features.has(`not-${source}`),
  )
  it.each(undeniable)('refuses a negated %s condition, by name', (source) => {
    const condition = conditionRule(`${source}-exact`)?.match?.[0]?.[0]
    const match = condition ? [[{ ...condition, not: true as const }]] : []
    const found = provider.check(
      [{ name: 'r', match, targets: [{ lane: 'gray', weight: 1 }] }],
      entryFor(provider),
      context,
    )
    expect(found.map(({ rule: name, params }) => [name, params?.feature])).toContainEqual(['r', 'not'])
  })

  it('marks every object with its lane and puts it beside the base route', () => {
    for (const { routes } of possible) {
      for (const object of provider.render(routes, baseFor(provider), settings).objects) {
        expect(object.metadata.labels?.['lanekeeper.io/lane']).toMatch(/^(gray|blue|baseline)$/)
        const elsewhere = provider.kindsElsewhere?.(settings, rulesOf(routes)) ?? []
        const own = elsewhere.find(({ kind }) => kind === object.kind)?.namespace
        expect(object.metadata.namespace).toBe(own ?? 'shop')
      }
    }
  })

  it('gives each object a name of its own', () => {
    for (const { routes } of possible) {
      const names = provider
        .render(routes, baseFor(provider), settings)
        .objects.map((object: KubeObject) => object.metadata.name)
      expect(new Set(names).size).toBe(names.length)
    }
  })
})
