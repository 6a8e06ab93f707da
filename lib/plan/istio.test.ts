import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { at } from '@/lib/domain/json'
import { withValueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import { LaneGroupDocument, type LaneGroupInput } from '@/lib/domain/lane-group'
import { buildDesired } from './desired'
import { plan } from './plan'
import { applyChange, applyPlan, liveOf } from './testdata/memory-cluster'
import type { Change, LiveState } from './types'

const read = (file: string) =>
  parseAllDocuments(readFileSync(path.join(import.meta.dirname, 'testdata', 'istio', file), 'utf8')).map(
    (document) => document.toJS() as KubeObject,
  )
const baseline = () => liveOf(read('baseline.yaml'))

const trafficPolicy = {
  connectionPool: {
    tcp: { maxConnections: 10 },
    http: { http1MaxPendingRequests: 1, maxRequestsPerConnection: 1 },
  },
  loadBalancer: { simple: 'ROUND_ROBIN' },
}
const settings = {
  gateways: ['micro-gateway'],
  virtualService: 'micro-api-route',
  subsets: 'subset',
  destinationRule: 'micro-api-destination',
  trafficPolicy,
}
const image = 'registry.cn-hangzhou.aliyuncs.com/wudimanong/micro-api:1.3-SNAPSHOT'

function document(weights: readonly [number, number], more: Partial<LaneGroupInput['spec']> = {}) {
  const [v1, v2] = weights
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'micro' },
    spec: {
      cluster: 'sandbox',
      namespace: 'default',
      convention: 'istio',
      applications: [
        { name: 'micro-api', deployment: 'micro-api-v1', service: { name: 'micro-api', port: 19090 } },
      ],
      entries: [
        {
          name: 'web',
          provider: 'istio',
          application: 'micro-api',
          host: 'micro-api.default.svc.cluster.local',
          settings,
        },
      ],
      lanes: [{ tag: 'v2', versions: [{ application: 'micro-api', image, replicas: 3 }] }],
      rules: [
        {
          name: 'everyone',
          targets: [
            { lane: 'baseline', weight: v1 },
            { lane: 'v2', weight: v2 },
          ],
        },
      ],
      ...more,
    },
  } satisfies LaneGroupInput)
}

function planOf(group: LaneGroupDocument, live: LiveState) {
  return plan(
    buildDesired({ document: group, live, installation: 'here', revision: 1, readiness: 'live' }),
    live,
  )
}
const work = (group: LaneGroupDocument, live: LiveState) =>
  planOf(group, live)
    .changes.filter(({ action }) => action !== 'unchanged')
    .map(
      ({ action, stage, order, object }: Change) =>
        `${order} ${stage} ${action} ${object.kind} ${object.name}`,
    )
/** Step by step as an operation does: what comes alive, then routes, then what closes. */
function push(group: LaneGroupDocument, live: LiveState): LiveState {
  let state = live
  for (const stage of ['make', 'make', 'route', 'close'] as const) {
    const { changes, errors, conflicts } = planOf(group, state)
    expect([errors, conflicts]).toEqual([[], []])
    state = changes.filter((change) => change.stage === stage).reduce(applyChange, state)
  }
  return applyPlan(state, planOf(group, state))
}
const named = ({ objects }: LiveState, kind: string, name: string) =>
  objects.find((object) => object.kind === kind && object.metadata.name === name)

describe('the document’s canary by Istio', () => {
  it.each(read('expected-70-30.yaml'))('$kind $metadata.name has every field that it shows', (expected) => {
    const live = push(document([70, 30]), baseline())
    const { apiVersion: _apiVersion, ...fields } = expected
    expect(named(live, expected.kind, expected.metadata.name)).toMatchObject(fields)
  })

  it('makes the second Deployment as the first, with its version', () => {
    const live = push(document([70, 30]), baseline())
    const v1 = named(live, 'Deployment', 'micro-api-v1')
    const pods = { app: 'micro-api', version: 'v2' }
    expect(named(live, 'Deployment', 'micro-api-v2')?.spec).toMatchObject({
      ...(v1?.spec as object),
      selector: { matchLabels: pods },
      template: {
        metadata: { labels: pods },
        spec: { containers: [{ name: 'micro-api', image, tty: true }] },
      },
    })
    expect(named(live, 'Service', 'micro-api-v2')).toBeUndefined()
  })

  it('sends everything to the second by weights 0 and 100', () => {
    const live = push(document([0, 100]), baseline())
    const [rule] = at(named(live, 'VirtualService', 'micro-api-route'), 'spec', 'http') as {
      route: unknown[]
    }[]
    expect(rule?.route).toMatchObject([
      { destination: { subset: 'v1' }, weight: 0 },
      { destination: { subset: 'v2' }, weight: 100, headers: { request: { set: { 'x-mse-tag': 'v2' } } } },
    ])
  })

  it('says that calls past the gateway are answered by any version', () => {
    expect(planOf(document([70, 30]), baseline()).notices.map(({ code }) => code)).toContain(
      'SharedServiceLeaks',
    )
  })

  it('says that the pool of the document is small enough to answer 503 under load', () => {
    const pools = (group: LaneGroupDocument) =>
      planOf(group, baseline()).notices.filter(({ code }) => code === 'SmallPool')
    const [notice, ...more] = pools(document([70, 30]))
    expect(notice?.params).toEqual({
      name: 'micro-api',
      limits: 'maxConnections: 10, http1MaxPendingRequests: 1',
    })
    expect(more).toEqual([])
    const [web] = document([70, 30]).spec.entries
    const large = { connectionPool: { http: { http1MaxPendingRequests: 1024 } } }
    const entries = web ? [{ ...web, settings: { ...settings, trafficPolicy: large } }] : []
    expect(pools(document([70, 30], { entries }))).toEqual([])
  })
})

describe('the order of work with subsets', () => {
  it('holds requests on the baseline before pods come, and names a version before routes lead to it', () => {
    const group = document([70, 30])
    expect(work(group, baseline())).toEqual([
      '1 make create DestinationRule micro-api-destination',
      '2 make create VirtualService micro-api-route',
      '3 make create Deployment micro-api-v2',
    ])
    const { changes } = planOf(group, baseline())
    const held = changes.filter(({ hold }) => hold).reduce(applyChange, baseline())
    const route = at(named(held, 'VirtualService', 'micro-api-route'), 'spec', 'http')
    expect(route).toMatchObject([{ route: [{ destination: { subset: 'v1' } }] }])
    expect(at(named(held, 'DestinationRule', 'micro-api-destination'), 'spec', 'subsets')).toEqual([
      { name: 'v1', labels: { version: 'v1' } },
    ])
    expect(work(group, held)).toEqual(['1 make create Deployment micro-api-v2'])
    const up = changes.filter(({ phase }) => phase === 'workload').reduce(applyChange, held)
    expect(work(group, up)).toEqual([
      '2 make update DestinationRule micro-api-destination',
      '3 route update VirtualService micro-api-route',
    ])
  })

  it('takes a version out of the subsets after the routes left it, and keeps serving the host', () => {
    const live = push(document([70, 30]), baseline())
    const gone = document([70, 30], { lanes: [], rules: [] })
    expect(work(gone, live)).toEqual([
      '1 route update VirtualService micro-api-route',
      '2 close update DestinationRule micro-api-destination',
      '3 close delete Deployment micro-api-v2',
    ])
    const left = push(gone, live)
    expect(at(named(left, 'VirtualService', 'micro-api-route'), 'spec', 'http')).toEqual([
      {
        name: 'lanekeeper',
        route: [
          {
            destination: {
              host: 'micro-api.default.svc.cluster.local',
              port: { number: 19090 },
              subset: 'v1',
            },
            headers: { request: { remove: ['x-mse-tag'] } },
          },
        ],
      },
    ])
    expect(at(named(left, 'DestinationRule', 'micro-api-destination'), 'spec', 'subsets')).toEqual([
      { name: 'v1', labels: { version: 'v1' } },
    ])
  })

  it('adds the subset of a lane before it takes that of another', () => {
    const live = push(document([70, 30]), baseline())
    const version = { application: 'micro-api', image, replicas: 1 }
    const next = document([70, 30], {
      lanes: [{ tag: 'v3', versions: [version] }],
      rules: [{ name: 'everyone', targets: [{ lane: 'v3', weight: 100 }] }],
    })
    const pods = planOf(next, live).changes.filter(
      ({ phase, stage }) => phase === 'workload' && stage === 'make',
    )
    expect(work(next, pods.reduce(applyChange, live))).toEqual([
      '2 make update DestinationRule micro-api-destination',
      '3 route update VirtualService micro-api-route',
      '4 close update DestinationRule micro-api-destination',
      '5 close delete Deployment micro-api-v2',
    ])
  })
})

describe('what cannot stand behind a shared Service', () => {
  const codes = (live: LiveState, group = document([70, 30])) =>
    planOf(group, live).errors.map(({ code }) => code)
  const changed = (kind: string, pointer: string, value: unknown): LiveState => {
    const live = baseline()
    const objects = live.objects.map((object) =>
      object.kind === kind ? withValueAt(object, pointer, value) : object,
    )
    return { ...live, objects }
  }

  it('is refused by name', () => {
    const template = '/spec/template/metadata/labels'
    expect(codes(changed('Deployment', template, { app: 'micro-api' }))).toEqual(['NoBaseVersion'])
    expect(codes(changed('Deployment', '/spec/selector/matchLabels', { app: 'micro-api' }))).toEqual([
      'NoVersionLabel',
    ])
    expect(codes(changed('Service', '/spec/selector', { app: 'micro-api', version: 'v1' }))).toEqual([
      'ServiceByVersion',
    ])
    const same = document([70, 30], {
      lanes: [{ tag: 'v1', versions: [{ application: 'micro-api', image, name: 'micro-api-next' }] }],
      rules: [],
    })
    expect(codes(baseline(), same)).toEqual(['SameVersion'])
  })
})

describe('rules in the user’s own VirtualService', () => {
  const own: KubeObject = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'theirs', namespace: 'default' },
    spec: {
      hosts: ['micro-api.default.svc.cluster.local'],
      gateways: ['default/micro-gateway'],
      http: [
        {
          name: 'admin',
          match: [{ uri: { prefix: '/admin/' } }],
          route: [{ destination: { host: 'admin' } }],
        },
        { name: 'all', route: [{ destination: { host: 'micro-api', port: { number: 19090 } } }] },
      ],
    },
  }
  const state = () => liveOf([...read('baseline.yaml'), own])
  const names = (live: LiveState) =>
    (at(named(live, 'VirtualService', 'theirs'), 'spec', 'http') as { name?: string }[]).map(
      ({ name }) => name,
    )
  const split = document([70, 30])
  const gone = document([70, 30], { lanes: [], rules: [] })

  it('stand before the rule that they take over, and go without a trace', () => {
    const live = push(split, state())
    expect(names(live)).toEqual(['admin', 'lanekeeper/everyone', 'all'])
    expect(work(split, live)).toEqual([])
    const left = push(gone, live)
    expect(named(left, 'VirtualService', 'theirs')?.spec).toEqual(own.spec)
    expect(left.edits).toEqual([])
  })

  it('go too when their owner changed other rules meanwhile', () => {
    const live = push(split, state())
    const add = (object: KubeObject) => {
      const rules = at(object, 'spec', 'http') as object[]
      return withValueAt(object, '/spec/http', [
        { name: 'new', match: [{ uri: { exact: '/new' } }] },
        ...rules,
      ])
    }
    const edited = {
      ...live,
      objects: live.objects.map((object) => (object.metadata.name === 'theirs' ? add(object) : object)),
    }
    expect(names(push(split, edited))).toEqual(['new', 'admin', 'lanekeeper/everyone', 'all'])
    expect(names(push(gone, edited))).toEqual(['new', 'admin', 'all'])
  })
})
