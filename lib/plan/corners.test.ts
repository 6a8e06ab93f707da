import { describe, expect, it } from 'vitest'
import { withValueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { parseDocument } from '@/lib/domain/parse-document'
import type { RouteRule } from '@/lib/domain/route-rule'
import { mall, mallInput } from '@/lib/domain/testdata/mall'
import { findProvider, providers } from '@/lib/providers/index'
import type { Routes } from '@/lib/providers/provider'
import { unsupportedAt } from './check-routing'
import { buildDesired } from './desired'
import { demoLive, httpRouteA, ingressA, ingressOf, virtualServiceA } from './testdata/memory-cluster'
import type { Desired } from './types'

/** What the user has on host example.com for each provider whose entries stand on a route. */
const bases: Record<string, KubeObject> = {
  mse: ingressA,
  'gateway-api': httpRouteA,
  higress: ingressOf('higress'),
  'ingress-nginx': ingressOf('nginx'),
  'ack-weight': ingressOf('nginx'),
  istio: virtualServiceA,
}
const families = providers.filter(({ id }) => bases[id] !== undefined)

const version = (application: string) => ({ application, image: `${application}:2` })
const own = version('spring-cloud-a')
const behind = version('spring-cloud-c')
/** One header's value for each rule, so that every provider takes the list. */
const rule = (name: string, lane: string, more: Partial<RouteRule> = {}): RouteRule => ({
  name,
  match: [[{ source: 'header', name: 'x-user', operator: 'exact', value: name }]],
  targets: [{ lane, weight: 100 }],
  ...more,
})

/** The same object for another host, under another name where it has one of its own. */
function copyFor(object: KubeObject, host: string, name: string): KubeObject {
  const copy = JSON.parse(JSON.stringify(object).replaceAll('example.com', host)) as KubeObject
  return { ...copy, metadata: { ...copy.metadata, name } }
}

type Planned = { desired: Desired; routesOf(entry: string): Routes }

function planned(id: string, spec: Partial<LaneGroupInput['spec']>, routes: readonly KubeObject[]): Planned {
  const provider = findProvider(id)
  const door = { name: 'web', provider: id, application: 'spring-cloud-a', host: 'example.com' }
  const document = mall({ entries: [{ ...door, paths: [{ path: '/' }] }], ...spec })
  const live = demoLive(routes)
  const desired = buildDesired({ document, live, installation: 'i', revision: 1, readiness: 'assumed' })
  const objects = desired.items.map(({ object }) => object)
  return {
    desired,
    routesOf: (name) => {
      expect(desired.errors).toEqual([])
      const entry = document.spec.entries.find((one) => one.name === name)
      if (!provider || !entry) throw new Error(`no entry ${name}`)
      const settings = provider.settings.parse(entry.settings ?? {})
      const found = provider.findBase(entry, settings, live.objects)
      if ('problem' in found) throw new Error(found.problem.code)
      const object = desired.edits
        .filter(({ ref }) => refKey(ref) === refKey(refOf(found.object)))
        .reduce((changed, { path, after }) => withValueAt(changed, path, after), found.object)
      const read = provider.read(objects, { ...found, object }, settings)
      if (read === null) throw new Error('not read')
      return read
    },
  }
}

const targetsOf = ({ rules }: Routes, rule: string) => rules.find(({ name }) => name === rule)?.targets ?? []
const lanesTo = (routes: Routes) =>
  routes.rules.flatMap(({ targets }) => targets.map(({ lane }) => lane)).filter((lane) => lane !== 'baseline')

/** A canary of ingress-nginx belongs to a Service's port: two entries on one Service are refused, both by name. */
function isOneService({ errors }: Desired): boolean {
  const refused = errors.filter(({ code }) => code === 'SharedService')
  if (refused.length > 0)
    expect(errors.map(({ params }) => params?.entry)).toEqual(expect.arrayContaining(['web', 'mobile']))
  return refused.length > 0
}

describe.each(families)('an entry of $id', (provider) => {
  const { id, features } = provider
  const base = bases[id] ?? ingressA
  const setsTag = features.has('set-tag')

  it('leads a lane without a version of its application to the baseline’s Service with the tag, or refuses it', () => {
    const spec = { lanes: [{ tag: 'late', versions: [behind] }], rules: [rule('r', 'late')] }
    if (!setsTag) {
      const door = { name: 'web', provider: id, application: 'spring-cloud-a', host: 'example.com' }
      const group = mall({ ...spec, entries: [door] })
      const found = group.spec.entries.flatMap((entry) => unsupportedAt(group, entry))
      expect(found).toMatchObject([{ rule: 'r', code: 'NoTag' }])
      return
    }
    const [target] = targetsOf(planned(id, spec, [base]).routesOf('web'), 'r')
    expect(target).toMatchObject({ lane: 'late', setTag: 'late', service: { name: 'spring-cloud-a' } })
  })

  it('lets only itself follow a lane that does not pass its tag on, or refuses it', () => {
    const spec = {
      lanes: [{ tag: 'gray', passTag: false, versions: [own, behind] }],
      rules: [rule('r', 'gray')],
    }
    if (!setsTag) {
      const door = { name: 'web', provider: id, application: 'spring-cloud-a', host: 'example.com' }
      const group = mall({ ...spec, entries: [door] })
      const found = group.spec.entries.flatMap((entry) => unsupportedAt(group, entry))
      expect(found).toMatchObject([{ rule: 'r', code: 'PassTag' }])
      return
    }
    const { desired, routesOf } = planned(id, spec, [base])
    expect(targetsOf(routesOf('web'), 'r')).toMatchObject([{ lane: 'gray', setTag: 'base' }])
    expect(desired.notices.map(({ code }) => code)).toContain('PassTagOff')
  })

  it('removes a client’s tag where the policy is closed, or says that it stays', () => {
    const lanes = [{ tag: 'gray', versions: [own] }]
    const closed = planned(id, { lanes, rules: [rule('r', 'gray')] }, [base])
    const stays = closed.desired.notices.some(({ code }) => code === 'TagStays')
    expect(stays).toBe(!features.has('remove-tag'))
    if (features.has('remove-tag')) expect(closed.routesOf('web').tagPolicy).toBe('closed')
    const open = planned(id, { lanes, rules: [rule('r', 'gray')], tagPolicy: 'open' }, [base])
    expect(open.routesOf('web').tagPolicy).toBe('open')
    expect(open.desired.notices.some(({ code }) => code === 'TagStays')).toBe(false)
  })

  it('gives a parked lane nothing', () => {
    const lanes = [
      { tag: 'gray', state: 'parked' as const, versions: [own] },
      { tag: 'blue', versions: [own] },
    ]
    const rules = [rule('r', 'gray'), ...(features.has('n-way') ? [rule('s', 'blue')] : [])]
    const routes = planned(id, { lanes, rules }, [base]).routesOf('web')
    expect(lanesTo(routes)).toEqual(features.has('n-way') ? ['blue'] : [])
    expect(targetsOf(routes, 'r').every(({ lane }) => lane === 'baseline')).toBe(true)
  })

  const door = { provider: id, application: 'spring-cloud-a', paths: [{ path: '/' }] }
  const two = [
    { ...door, name: 'web', host: 'example.com' },
    { ...door, name: 'mobile', host: 'm.example.org' },
  ]
  const lanes = [{ tag: 'gray', versions: [own] }]

  it('has its own rules and those for all, beside another entry of the group', () => {
    const rules = [rule('one', 'gray', { entries: ['web'] }), rule('two', 'gray', { entries: ['mobile'] })]
    const other = copyFor(base, 'm.example.org', 'mobile')
    const { desired, routesOf } = planned(id, { lanes, rules, entries: two }, [base, other])
    if (isOneService(desired)) return
    expect(routesOf('web').rules.map(({ name }) => name)).toEqual(['one'])
    expect(routesOf('mobile').rules.map(({ name }) => name)).toEqual(['two'])
  })

  it('takes a rule without entries at every entry', () => {
    const other = copyFor(base, 'm.example.org', 'mobile')
    const { desired, routesOf } = planned(id, { lanes, rules: [rule('all', 'gray')], entries: two }, [
      base,
      other,
    ])
    if (isOneService(desired)) return
    for (const name of ['web', 'mobile'])
      expect(targetsOf(routesOf(name), 'all')).toMatchObject([{ lane: 'gray' }])
    const names = desired.items.map(({ object }) => refKey(refOf(object)))
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('a strict group', () => {
  it('refuses a lane that lacks an application, whatever its entries are', () => {
    for (const { id } of families) {
      const door = { name: 'web', provider: id, application: 'spring-cloud-a', host: 'example.com' }
      const input = mallInput({ mode: 'strict', entries: [door], lanes: [{ tag: 'gray', versions: [own] }] })
      const parsed = parseDocument(input)
      expect(parsed.ok ? [] : Object.keys(parsed.fields)).toEqual(['spec.lanes.0.versions'])
    }
  })
})
