import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { Condition } from '@/lib/domain/condition'
import { Entry } from '@/lib/domain/entry'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { RouteRule } from '@/lib/domain/route-rule'
import { mall } from '@/lib/domain/testdata/mall'
import { mseAgent } from './mse-agent'
import { routerMatch } from './mse-agent-match'
import { MseAgentSettings } from './mse-agent-settings'
import type { CheckContext, Routes, RouteTarget } from './provider'

const context: CheckContext = {
  lanes: [],
  application: undefined,
  tagHeader: 'x-mse-tag',
  tagPolicy: 'open',
}
const entry = (settings: object = {}) =>
  Entry.parse({ name: 'zuul', provider: 'mse-agent', application: 'spring-cloud-a', settings })
const openApi = { delivery: 'mse-openapi', region: 'cn-hangzhou', credential: 'prod' }
const cloud = { agent: 'spring-cloud-alibaba' }

function workload(name: string, labels: Record<string, string> = {}): KubeObject {
  const metadata = { labels: { app: name, msePilotCreateAppName: name, ...labels } }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: { template: { metadata } },
  }
}

function baseOf(settings: object = {}) {
  const found = mseAgent.findBase(entry(settings), MseAgentSettings.parse(settings), [
    workload('spring-cloud-a'),
  ])
  if ('problem' in found) throw new Error(found.problem.code)
  return found
}

/** The rule of the first document: `name=xiaoming` goes to gray. */
function routes(target: Partial<RouteTarget> = {}, more: Partial<Routes> = {}): Routes {
  const base = { name: 'spring-cloud-a', port: 0 }
  const gray = {
    lane: 'gray',
    weight: 100,
    service: { ...base, name: 'spring-cloud-a-gray' },
    setTag: 'gray',
  }
  const match: Condition[][] = [[{ source: 'query', name: 'name', operator: 'exact', value: 'xiaoming' }]]
  return {
    entry: 'zuul',
    host: undefined,
    paths: [],
    base: { service: base },
    tagHeader: 'x-mse-tag',
    tagPolicy: 'open',
    rules: [{ name: 'testers', match, targets: [{ ...gray, ...target }] }],
    ...more,
  }
}

const firstDocument = `
apiVersion: traffic.opensergo.io/v1alpha1
kind: TrafficRouter
metadata: {name: spring-cloud-a, namespace: default, labels: {app: spring-cloud-a, lanekeeper.io/lane: baseline}}
spec:
  hosts: [spring-cloud-a]
  http:
  - name: tag-gray
    match: [{headers: {x-mse-tag: {exact: gray}}}]
    route: [{destination: {host: spring-cloud-a, subset: gray, fallback: {host: spring-cloud-a, subset: base}}}]
  - name: rule-testers
    match: [{queryParams: {name: {exact: xiaoming}}}]
    route: [{destination: {host: spring-cloud-a, subset: gray, fallback: {host: spring-cloud-a, subset: base}}, headers: {request: {set: {x-mse-tag: gray}}}}]
  - {name: base, route: [{destination: {host: spring-cloud-a, subset: base}}]}
---
apiVersion: traffic.opensergo.io/v1alpha1
kind: TrafficRouter
metadata: {name: spring-cloud-b, namespace: default, labels: {app: spring-cloud-b, lanekeeper.io/lane: baseline}, annotations: {lanekeeper.io/inner: spring-cloud-b}}
spec: {hosts: [spring-cloud-b], http: [{name: tag-gray, match: [{headers: {x-mse-tag: {exact: gray}}}], route: [{destination: {host: spring-cloud-b, subset: gray, fallback: {host: spring-cloud-b, subset: base}}}]}, {name: base, route: [{destination: {host: spring-cloud-b, subset: base}}]}]}
`

describe('the first document', () => {
  const settings = MseAgentSettings.parse({})
  const [wantedA, wantedB] = parseAllDocuments(firstDocument).map((document) => document.toJS())

  it('is rendered field by field: the entry’s application and one behind it', () => {
    expect(mseAgent.render(routes(), baseOf(), settings).objects).toEqual([wantedA])
    const inner = {
      application: 'spring-cloud-b',
      service: null,
      namespace: 'default',
      tagHeader: 'x-mse-tag',
      lanes: [{ lane: 'gray', service: null }],
    }
    const rendered = mseAgent.inner?.render(inner, settings, [workload('spring-cloud-b')])
    expect(rendered).toEqual({ objects: [wantedB], edits: [], notices: [] })
    expect(mseAgent.inner?.read(rendered?.objects ?? [], inner, settings)).toEqual(inner)
  })

  it('sets no tag while link pass-through is off', () => {
    const [router] = mseAgent.render(routes({ setTag: 'base' }), baseOf(), settings).objects
    expect(JSON.stringify(router)).not.toContain('"set"')
  })

  it('with a closed policy takes a client’s tag off, and carried tags decide nothing', () => {
    const closed = { tagPolicy: 'closed' as const }
    const [router] = mseAgent.render(routes({ setTag: 'base' }, closed), baseOf(), settings).objects
    const removes = { request: { remove: ['x-mse-tag'] } }
    expect(router?.spec).toMatchObject({
      http: [
        { name: 'rule-testers', route: [{ headers: removes }] },
        { name: 'base', route: [{ headers: removes }] },
      ],
    })
  })

  it('leaves the fallback out where lanes are strict', () => {
    const [router] = mseAgent.render(routes({}, { strict: true }), baseOf(), settings).objects
    expect(JSON.stringify(router)).not.toContain('fallback')
    expect(mseAgent.read(router ? [router] : [], baseOf(), settings)?.strict).toBe(true)
  })
})

const one = (condition: Condition, ...more: Condition[]): RouteRule[] => [
  { name: 'r', match: [[condition, ...more]], targets: [{ lane: 'gray', weight: 1 }] },
]
const header = { source: 'header', name: 'x-user', operator: 'exact', value: '1' } as const
const query = { source: 'query', name: 'group', operator: 'exact', value: 'gray' } as const

describe('refusals', () => {
  const codes = (rules: RouteRule[], settings: object = {}, more: Partial<CheckContext> = {}) =>
    mseAgent.check(rules, entry(settings), { ...context, ...more }).map(({ code }) => code)

  const cases: [string, string[], RouteRule[], object][] = [
    ['a header that must not be', [], one({ ...header, not: true }), {}],
    ['a query parameter that must not be', ['Condition'], one({ ...query, not: true }), {}],
    [
      'a pattern of a cookie',
      ['Condition'],
      one({ source: 'cookie', name: 'c', operator: 'regex', value: '.' }),
      {},
    ],
    [
      'two starts of one header',
      ['Crowded'],
      one({ ...header, operator: 'prefix' }, { ...header, operator: 'prefix', value: '2' }),
      {},
    ],
    [
      'two cookies',
      ['Crowded'],
      one({ ...header, source: 'cookie', name: 'a' }, { ...header, source: 'cookie', name: 'b' }),
      {},
    ],
    ['a percentage', ['Condition'], one({ source: 'header', name: 'u', operator: 'percent', value: 5 }), {}],
    ['Spring Cloud Alibaba: a header', [], one(header), cloud],
    ['Spring Cloud Alibaba: a query parameter', ['Condition'], one(query), cloud],
    [
      'Spring Cloud Alibaba: a path',
      ['Condition'],
      one({ source: 'path', operator: 'exact', value: '/' }),
      cloud,
    ],
    ['Spring Cloud Alibaba: a negation', ['Condition'], one({ ...header, not: true }), cloud],
    [
      'Spring Cloud Alibaba: a start beside another condition',
      ['Pattern'],
      one(header, { ...header, name: 'y', operator: 'prefix' }),
      cloud,
    ],
    [
      'Spring Cloud Alibaba: OR',
      ['Or'],
      [{ name: 'r', match: [[header], [{ ...header, name: 'y' }]], targets: [{ lane: 'gray', weight: 1 }] }],
      cloud,
    ],
    [
      'Spring Cloud Alibaba: weights',
      ['Weights'],
      [
        {
          name: 'r',
          targets: [
            { lane: 'gray', weight: 1 },
            { lane: 'baseline', weight: 1 },
          ],
        },
      ],
      cloud,
    ],
    ['OpenAPI: a header and a query parameter', [], one(header, query), openApi],
    ['OpenAPI: a start of a header', ['Condition'], one({ ...header, operator: 'prefix' }), openApi],
    ['OpenAPI: presence', ['Condition'], one({ source: 'header', name: 'x', operator: 'present' }), openApi],
    ['OpenAPI: a method', ['Condition'], one({ source: 'method', operator: 'exact', value: 'GET' }), openApi],
    [
      'OpenAPI: lanes whose order nobody says',
      ['Order'],
      [
        { name: 'r', match: [[header]], targets: [{ lane: 'gray', weight: 1 }] },
        { name: 's', match: [[query]], targets: [{ lane: 'blue', weight: 1 }] },
      ],
      openApi,
    ],
    [
      'OpenAPI: an exception for the baseline',
      ['ToBaseline'],
      [
        { name: 'r', match: [[header]], targets: [{ lane: 'baseline', weight: 1 }] },
        { name: 's', match: [[{ ...header, value: '2' }]], targets: [{ lane: 'gray', weight: 1 }] },
      ],
      openApi,
    ],
  ]
  it.each(cases)('%s', (_, expected, rules, settings) => {
    expect(codes(rules, settings)).toEqual(expected)
  })

  it('accepts weights in Spring Cloud Alibaba from whoever does without the fallback, and no strict lanes by OpenAPI', () => {
    const targets = [
      { lane: 'gray', weight: 1 },
      { lane: 'baseline', weight: 1 },
    ]
    expect(codes([{ name: 'r', targets }], { ...cloud, acceptNoFallback: true })).toEqual([])
    expect(codes(one(header), openApi, { strict: true })).toEqual(['Strict'])
  })

  it('wants region and credential for the OpenAPI', () => {
    const found = MseAgentSettings.safeParse({ delivery: 'mse-openapi' })
    expect(found.error?.issues.map(({ path }) => path.join('.'))).toEqual(['region', 'credential'])
  })
})

it('puts the values that meet several conditions on one header into one list', () => {
  const both: Condition[] = [
    { source: 'header', name: 'X', operator: 'in', values: ['ab', 'b', 'ac'] },
    { source: 'header', name: 'x', operator: 'prefix', value: 'a' },
  ]
  expect(routerMatch(both)).toEqual({ headers: { x: { regex: '^(ab|ac)$' } } })
  expect(routerMatch([...both, { source: 'header', name: 'x', operator: 'exact', value: 'b' }])).toBeNull()
})

describe('notices', () => {
  const codes = (settings: object, more: Partial<Routes> = {}) => {
    const parsed = MseAgentSettings.parse(settings)
    return mseAgent.render(routes({}, more), baseOf(settings), parsed).notices.map(({ code }) => code)
  }

  it('say who obeys, and what is not known', () => {
    expect(codes({})).toEqual(['RouterUnread'])
    expect(codes({}, { tagHeader: 'x-lane' })).toEqual(['RouterUnread', 'TagHeader'])
    expect(codes(openApi, { tagPolicy: 'closed' })).toEqual(['OnlyOnDouble', 'TagStays'])
    expect(codes(cloud)).toEqual(['NacosVersion', 'OneTarget', 'HeadersCopied'])
  })

  it('makes no objects where the OpenAPI delivers', () => {
    expect(mseAgent.render(routes(), baseOf(openApi), MseAgentSettings.parse(openApi)).objects).toEqual([])
  })
})

describe('entries', () => {
  const namespace: KubeObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'default', labels: { 'mse-enable': 'enabled' } },
  }
  const service = (type: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'zuul-slb', namespace: 'default' },
    spec: { type, selector: { app: 'zuul' }, ports: [{ port: 80 }] },
    status: { loadBalancer: { ingress: [{ ip: '10.0.0.1' }] } },
  })
  const gray = workload('spring-cloud-a-gray', {
    msePilotCreateAppName: 'spring-cloud-a',
    'alicloud.service.tag': 'gray',
  })
  const doors = (...workloads: KubeObject[]) =>
    mseAgent.findDoors({ routes: [], classes: [], workloads }).map(({ object }) => object.metadata.name)

  it('are governed baselines behind a governed caller that has an address', () => {
    const all = [workload('zuul'), workload('spring-cloud-a'), gray]
    expect(doors(namespace, service('LoadBalancer'), ...all)).toEqual(['spring-cloud-a'])
    expect(doors(namespace, service('ClusterIP'), ...all)).toEqual([])
    expect(doors(service('LoadBalancer'), ...all)).toEqual([])
    const off = workload('zuul', { msePilotAutoEnable: 'off' })
    expect(doors(namespace, service('LoadBalancer'), off, workload('spring-cloud-a'))).toEqual([])
  })

  it('are probed through their caller', () => {
    const settings = MseAgentSettings.parse({ caller: 'zuul-slb' })
    expect(mseAgent.gateways(baseOf(), settings)).toMatchObject([{ kind: 'Service', name: 'zuul-slb' }])
    expect(mseAgent.addresses(baseOf(), [service('LoadBalancer')])).toEqual(['http://10.0.0.1:80'])
  })

  it('need a baseline of that name', () => {
    const found = mseAgent.findBase(entry(), MseAgentSettings.parse({}), [gray])
    expect(found).toMatchObject({ problem: { code: 'NoBaseRoute' } })
  })
})

it('tells of ways to the application that pass no agent', () => {
  const service = (name: string, type: string, app: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { type, selector: { app }, ports: [{ port: 80 }] },
  })
  const ingress: KubeObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'front', namespace: 'default' },
    spec: { rules: [{ http: { paths: [{ path: '/', backend: { service: { name: 'inner' } } }] } }] },
  }
  const found = (settings: object, ...objects: KubeObject[]) => {
    const document = mall({ entries: [entry(settings)] })
    const around = { document, entry: entry(settings), base: baseOf(settings), objects }
    return mseAgent.obstacles?.(around).notices.map(({ code, params }) => `${code} ${params?.name}`)
  }
  const inner = service('inner', 'ClusterIP', 'spring-cloud-a')
  expect(found({}, inner)).toEqual([])
  expect(found({}, inner, ingress)).toEqual(['EntryCallerNotGoverned front'])
  expect(found({}, service('open', 'LoadBalancer', 'spring-cloud-a'))).toEqual([
    'EntryCallerNotGoverned open',
  ])
  const zuul = workload('zuul', { msePilotAutoEnable: 'off' })
  expect(found({ caller: 'slb' }, service('slb', 'LoadBalancer', 'zuul'), zuul)).toEqual([
    'EntryCallerNotGoverned zuul',
  ])
})
