import { describe, expect, it } from 'vitest'
import { asObjects, at } from '@/lib/domain/json'
import { withValueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { expectedShares } from '@/lib/domain/shares'
import { simulate } from '@/lib/domain/simulate'
import { mall } from '@/lib/domain/testdata/mall'
import { innerRouted } from '@/lib/providers/inner-routing'
import { buildDesired } from './desired'
import { plan } from './plan'
import { applyChange, applyPlan, demoLive, httpRouteA } from './testdata/memory-cluster'
import type { Change, LiveState } from './types'

const serviceOf = (letter: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: `spring-cloud-${letter}`, namespace: 'default' },
  spec: {
    type: 'ClusterIP',
    selector: { app: `spring-cloud-${letter}` },
    ports: [{ port: 80, targetPort: 80 }],
  },
})
const live = () => demoLive([httpRouteA, serviceOf('b'), serviceOf('c')])

const applications = ['a', 'b', 'c'].map((letter) => ({
  name: `spring-cloud-${letter}`,
  deployment: `spring-cloud-${letter}`,
  service: { name: `spring-cloud-${letter}`, port: letter === 'a' ? 20001 : 80 },
}))
const version = (letter: string) => ({
  application: `spring-cloud-${letter}`,
  image: `registry.example.com/spring-cloud-${letter}:1.1.0`,
  replicas: 1,
})
const gray = { tag: 'gray', versions: [version('a'), version('c')] }
const blue = { tag: 'blue', versions: [version('c')] }

function mesh(spec: Partial<LaneGroupInput['spec']> = {}, settings: object = { mesh: true }) {
  const entry = { name: 'web', provider: 'gateway-api', application: 'spring-cloud-a', host: 'example.com' }
  const door = { ...entry, paths: [{ path: '/' }], settings: { ...settings } }
  return mall({ convention: 'istio', applications, lanes: [gray, blue], entries: [door], ...spec })
}

const desiredOf = (document: ReturnType<typeof mesh>, state: LiveState) =>
  buildDesired({ document, live: state, installation: 'here', revision: 1, readiness: 'live' })
const planOf = (document: ReturnType<typeof mesh>, state: LiveState) =>
  plan(desiredOf(document, state), state)
function push(document: ReturnType<typeof mesh>, state: LiveState): LiveState {
  const made = planOf(document, state)
    .changes.filter(({ stage }) => stage === 'make')
    .reduce(applyChange, state)
  return applyPlan(made, planOf(document, made))
}
const short = ({ action, stage, order, object }: Change) =>
  `${order} ${stage} ${action} ${object.kind} ${object.name}`
const work = (document: ReturnType<typeof mesh>, state: LiveState) =>
  planOf(document, state)
    .changes.filter(({ action }) => action !== 'unchanged')
    .map(short)
const routeOf = (state: LiveState, name: string) =>
  state.objects.find((object) => object.metadata.name === name)
const lanesOf = (route: KubeObject | undefined) =>
  asObjects(at(route, 'spec', 'rules')).map((rule) => {
    const [match] = asObjects(rule.matches)
    const [header] = asObjects(match?.headers)
    return [header?.value ?? 'rest', asObjects(rule.backendRefs)[0]?.name]
  })

const request = { entry: 'web', method: 'GET', path: '/', headers: {}, cookies: {}, query: { group: 'gray' } }
const hops = (document: ReturnType<typeof mesh>) =>
  simulate(document, request, innerRouted).hops.map(({ lane, fallback }) => `${lane}${fallback ? '*' : ''}`)

describe('calls behind an entry', () => {
  it('get a Service for each lane version and routes before the entry’s', () => {
    const made = planOf(mesh(), live())
      .changes.filter(({ stage }) => stage === 'make')
      .reduce(applyChange, live())
    expect(work(mesh(), live()).filter((line) => line.includes('Service'))).toEqual([
      '2 make create Service spring-cloud-a-gray',
      '2 make create Service spring-cloud-c-gray',
      '2 make create Service spring-cloud-c-blue',
    ])
    expect(work(mesh(), made)).toEqual([
      '3 make create HTTPRoute spring-cloud-c-lanes',
      '4 route create HTTPRoute spring-cloud-a-gray',
      '4 route update HTTPRoute spring-cloud-a',
    ])
  })

  it('are routed by the tag header, the rest to the baseline', () => {
    const state = push(mesh(), live())
    expect(lanesOf(routeOf(state, 'spring-cloud-c-lanes'))).toEqual([
      ['gray', 'spring-cloud-c-gray'],
      ['blue', 'spring-cloud-c-blue'],
      ['rest', 'spring-cloud-c'],
    ])
    expect(routeOf(state, 'spring-cloud-b-lanes')).toBeUndefined()
    expect(work(mesh(), state)).toEqual([])
  })

  it('lose a lane that goes after the entry’s routes', () => {
    const state = push(mesh(), live())
    expect(work(mesh({ lanes: [blue], rules: [] }), state)).toEqual([
      '3 route delete HTTPRoute spring-cloud-a-gray',
      '4 close update HTTPRoute spring-cloud-c-lanes',
      '5 close delete Service spring-cloud-a-gray',
      '5 close delete Service spring-cloud-c-gray',
      '6 close delete Deployment spring-cloud-a-gray',
      '6 close delete Deployment spring-cloud-c-gray',
    ])
    expect(work(mesh({ lanes: [], rules: [] }), state)).toContain(
      '2 close delete HTTPRoute spring-cloud-c-lanes',
    )
  })

  it('are made once for two entries', () => {
    const document = mesh()
    const [door] = document.spec.entries
    const paths = [{ path: '/' }]
    const other = { ...door, name: 'other', host: 'other.example.com', paths }
    const route: KubeObject = { ...httpRouteA, metadata: { ...httpRouteA.metadata, name: 'other' } }
    const hosted = withValueAt(route, '/spec/hostnames', ['other.example.com'])
    const state = demoLive([httpRouteA, hosted, serviceOf('b'), serviceOf('c')])
    const two = mesh({ entries: [...document.spec.entries, other] as LaneGroupInput['spec']['entries'] })
    const ready = planOf(two, state)
      .changes.filter(({ stage }) => stage === 'make')
      .reduce(applyChange, state)
    const found = desiredOf(two, ready)
    expect(found.errors).toEqual([])
    expect(
      found.items.filter(({ phase }) => phase === 'inner').map(({ object }) => object.metadata.name),
    ).toEqual(['spring-cloud-c-lanes'])
  })

  it('leave the rest to a route of the user’s', () => {
    const own: KubeObject = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'canary', namespace: 'default' },
      spec: { parentRefs: [{ group: '', kind: 'Service', name: 'spring-cloud-c', port: 80 }], rules: [] },
    }
    const state = push(mesh(), demoLive([httpRouteA, serviceOf('b'), serviceOf('c'), own]))
    expect(lanesOf(routeOf(state, 'spring-cloud-c-lanes')).map(([lane]) => lane)).toEqual(['gray', 'blue'])
    expect(desiredOf(mesh(), state).notices.map(({ code }) => code)).toContain('MeshRouteBeside')
  })
})

describe('what the simulator says of calls behind an entry', () => {
  const bare = applications.map(({ service, ...application }) =>
    application.name === 'spring-cloud-c' ? application : { ...application, service },
  )
  it.each([
    ['a mesh routes them', mesh(), ['gray', 'baseline*', 'gray']],
    ['agents route them', mesh({ convention: 'mse' }, {}), ['gray', 'baseline*', 'gray']],
    ['nobody routes them', mesh({}, {}), ['gray', 'baseline*', 'baseline*']],
    ['the application has no Service', mesh({ applications: bare }), ['gray', 'baseline*', 'baseline*']],
    [
      'the lane does not pass its tag',
      mesh({ lanes: [{ ...gray, passTag: false }] }),
      ['gray', 'baseline', 'baseline'],
    ],
  ])('when %s', (_, document, expected) => {
    expect(hops(document)).toEqual(expected)
  })

  it('agrees with the shares that are expected there', () => {
    const everyone = [
      {
        name: 'everyone',
        targets: [
          { lane: 'gray', weight: 1 },
          { lane: 'baseline', weight: 1 },
        ],
      },
    ]
    const ofC = (settings: object) =>
      expectedShares(mesh({ lanes: [gray], rules: everyone }, settings), 'spring-cloud-c', innerRouted)
    expect(ofC({ mesh: true })).toEqual([
      { lane: 'baseline', share: 0.5 },
      { lane: 'gray', share: 0.5 },
    ])
    expect(ofC({})).toEqual([
      { lane: 'baseline', share: 1 },
      { lane: 'gray', share: 0 },
    ])
  })

  it('stands in a notice where a mesh is asked for and agents route them', () => {
    const notice = (convention: 'istio' | 'mse' | 'zadig', settings: object) =>
      desiredOf(mesh({ convention }, settings), live()).notices.find(({ code }) => code === 'MeshUnused')
    expect(notice('mse', { mesh: true })?.params).toEqual({ entry: 'web', convention: 'mse' })
    expect(notice('zadig', { mesh: true })?.params).toEqual({ entry: 'web', convention: 'zadig' })
    expect(notice('mse', {})).toBeUndefined()
    expect(notice('istio', { mesh: true })).toBeUndefined()
  })

  it('stands in a notice where nobody routes them', () => {
    const codes = (document: ReturnType<typeof mesh>) =>
      desiredOf(document, live()).notices.map(({ code }) => code)
    expect(codes(mesh({}, {}))).toContain('InnerNotRouted')
    expect(codes(mesh())).not.toContain('InnerNotRouted')
    expect(codes(mesh({ convention: 'mse' }, {}))).not.toContain('InnerNotRouted')
  })
})
