import { describe, expect, it } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { simulate } from '@/lib/domain/simulate'
import { readObjects } from '@/lib/workloads/testdata/read-objects'
import { findImports } from './find-imports'
import { demoLive, httpRouteA, ingressA } from './testdata/memory-cluster'

const grayDeployments = readObjects('expected-gray-deployments.yaml').map((object, index) => ({
  ...object,
  metadata: { ...object.metadata, namespace: 'default', uid: `gray-${index}`, resourceVersion: '9' },
}))
const grayService: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'spring-cloud-a-gray', namespace: 'default', uid: 'service-gray', resourceVersion: '9' },
  spec: {
    selector: { app: 'spring-cloud-a-gray' },
    ports: [{ port: 20001, protocol: 'TCP', targetPort: 20001 }],
  },
}

function canary(name: string, annotations: Record<string, string>): KubeObject {
  const backend = { service: { name: 'spring-cloud-a-gray', port: { number: 20001 } } }
  return {
    ...ingressA,
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      resourceVersion: '9',
      annotations: { 'nginx.ingress.kubernetes.io/canary': 'true', ...annotations },
    },
    spec: {
      ingressClassName: 'mse',
      rules: [{ host: 'example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  }
}

const find = (objects: readonly KubeObject[], routes: readonly KubeObject[] = [ingressA]) =>
  findImports({
    cluster: 'test',
    namespace: 'default',
    installation: 'here',
    objects: [...demoLive(routes).objects, ...objects],
    classes: [],
  })

const named = ({ object }: { object: KubeObject }) => `${object.kind} ${object.metadata.name}`
const codes = (losses: readonly { code: string }[]) => losses.map(({ code }) => code)
const byHeader = canary('a-test', {
  'nginx.ingress.kubernetes.io/canary-by-header': 'x-user-id',
  'nginx.ingress.kubernetes.io/canary-by-header-value': '100',
  'nginx.ingress.kubernetes.io/canary-weight': '0',
  'nginx.ingress.kubernetes.io/proxy-read-timeout': '5',
  'mse.ingress.kubernetes.io/request-header-control-update': 'x-mse-tag gray',
})

function only(objects: readonly KubeObject[], routes?: readonly KubeObject[]) {
  const [found, ...more] = find(objects, routes).found
  expect(more).toEqual([])
  if (!found?.ok) throw new Error(JSON.stringify(found))
  return found
}

describe('canary Ingresses with tagged Deployments', () => {
  const found = only([...grayDeployments, grayService, byHeader])
  const { spec } = found.parsed

  it('become one lane with its versions, the door and the rule', () => {
    expect(spec.applications.map(({ name }) => name)).toEqual([
      'spring-cloud-a',
      'spring-cloud-b',
      'spring-cloud-c',
    ])
    expect(spec.lanes).toMatchObject([
      { tag: 'gray', versions: [{ application: 'spring-cloud-a' }, { application: 'spring-cloud-b' }] },
    ])
    expect(spec.entries).toMatchObject([{ provider: 'mse', host: 'example.com', paths: [{ path: '/' }] }])
    const request = { entry: 'spring-cloud-a', method: 'GET', path: '/', cookies: {}, query: {} }
    const laneOf = (headers: Record<string, string>) => simulate(found.parsed, { ...request, headers }).lane
    expect([laneOf({ 'x-user-id': '100' }), laneOf({ 'x-user-id': '101' })]).toEqual(['gray', 'baseline'])
  })

  it('keep their names: what fits is taken over, and the first push changes no route', () => {
    expect(found.takes.map(named)).toEqual([
      'Ingress a-test',
      'Deployment spring-cloud-a-gray',
      'Service spring-cloud-a-gray',
      'Deployment spring-cloud-b-gray',
    ])
    expect(found.stays).toEqual([])
    const { changes, conflicts, errors } = found.firstPush
    expect([...conflicts, ...errors]).toEqual([])
    expect(changes.filter(({ action }) => action === 'create' || action === 'delete')).toEqual([])
    expect(changes.filter(({ stage, action }) => stage === 'route' && action !== 'unchanged')).toEqual([])
  })

  it('say what a rule cannot, and which pods are replaced', () => {
    expect(codes(found.losses)).toEqual([
      'AnnotationLost',
      ...['BecomesBaseline', 'PodsReplaced', 'BecomesBaseline', 'PodsReplaced'],
    ])
  })
})

describe('a canary Ingress of Higress', () => {
  const ofHigress = ({ spec, ...ingress }: KubeObject): KubeObject => ({
    ...ingress,
    spec: { ...(spec as object), ingressClassName: 'higress' },
  })
  const canaryUnder = (prefix: string) =>
    ofHigress({
      ...byHeader,
      metadata: {
        ...byHeader.metadata,
        annotations: {
          [`${prefix}/canary`]: 'true',
          [`${prefix}/canary-by-header`]: 'x-user-id',
          [`${prefix}/canary-by-header-value`]: '100',
          'higress.io/request-header-control-update': 'x-mse-tag gray',
        },
      },
    })

  it.each(['nginx.ingress.kubernetes.io', 'higress.io'])('under %s becomes a rule', (prefix) => {
    const found = only([...grayDeployments, grayService, canaryUnder(prefix)], [ofHigress(ingressA)])
    expect(found.parsed.spec.entries).toMatchObject([{ provider: 'higress', host: 'example.com' }])
    const request = { entry: 'spring-cloud-a', method: 'GET', path: '/', cookies: {}, query: {} }
    const laneOf = (headers: Record<string, string>) => simulate(found.parsed, { ...request, headers }).lane
    expect([laneOf({ 'x-user-id': '100' }), laneOf({ 'x-user-id': '101' })]).toEqual(['gray', 'baseline'])
    expect(found.takes.map(named)).not.toContain('Ingress a-test')
    expect(codes(found.losses)).toContain('RouteStays')
    const { changes, conflicts, errors } = found.firstPush
    expect([...conflicts, ...errors]).toEqual([])
    const routes = changes.filter(({ stage }) => stage === 'route')
    expect(routes.map(({ action, object }) => [action, object.name])).toEqual([
      ['create', 'spring-cloud-a-gray'],
    ])
  })
})

describe('weights', () => {
  it('of several canary Ingresses become one rule', () => {
    const weight = (name: string, part: string) =>
      canary(name, { 'nginx.ingress.kubernetes.io/canary-weight': part })
    const found = only([...grayDeployments, grayService, weight('a-weight', '25')])
    expect(found.parsed.spec.rules).toEqual([
      {
        name: 'everyone',
        targets: [
          { lane: 'baseline', weight: 75 },
          { lane: 'gray', weight: 25 },
        ],
      },
    ])
    expect(found.takes.map(named)).toContain('Ingress a-weight')
    expect(codes(found.losses)).toContain('TagAdded')
  })

  it('of an HTTPRoute are claimed, so that removing the lane puts the baseline back', () => {
    const [rule] = [{ ...(httpRouteA.spec as { rules: object[] }).rules[0] }]
    const refs = [
      { group: '', kind: 'Service', name: 'spring-cloud-a', port: 20001, weight: 80 },
      { group: '', kind: 'Service', name: 'spring-cloud-a-gray', port: 20001, weight: 20 },
    ]
    const route = {
      ...httpRouteA,
      spec: { ...(httpRouteA.spec as object), rules: [{ ...rule, backendRefs: refs }] },
    }
    const found = only([...grayDeployments, grayService], [route])
    expect(found.parsed.spec.rules).toMatchObject([
      { targets: [{ weight: 80 }, { lane: 'gray', weight: 20 }] },
    ])
    expect(found.claims).toMatchObject([{ path: '/spec/rules/0/backendRefs', after: refs }])
    expect([...found.firstPush.errors, ...found.firstPush.conflicts]).toEqual([])
    expect(found.firstPush.changes.find(({ object }) => object.kind === 'HTTPRoute')).toMatchObject({
      owner: 'user',
    })
  })
})

describe('tags', () => {
  const tagged = (
    name: string,
    labels: Record<string, string>,
    annotations: Record<string, string> = {},
  ): KubeObject => {
    const [first] = grayDeployments
    if (!first) throw new Error('no fixture')
    const metadata = { name, namespace: 'default', uid: name, resourceVersion: '1' }
    const template = {
      metadata: { labels, annotations },
      spec: { containers: [{ name: 'c', image: 'c:2' }] },
    }
    return { ...first, metadata, spec: { replicas: 0, selector: { matchLabels: labels }, template } }
  }

  it('stand in an annotation before a label', () => {
    const labels = { app: 'c2', msePilotCreateAppName: 'spring-cloud-c', 'alicloud.service.tag': 'blue' }
    const found = only([tagged('spring-cloud-c-gray', labels, { 'alicloud.service.tag': 'gray' })])
    expect(found.parsed.spec.lanes).toMatchObject([{ tag: 'gray', state: 'parked' }])
  })

  it('that no lane may have give way to another, and what cannot be taken over stays', () => {
    const found = only([
      tagged('spring-cloud-c-next', {
        app: 'other',
        msePilotCreateAppName: 'spring-cloud-c',
        track: 'canary',
      }),
    ])
    expect(found.parsed.spec.lanes[0]?.tag).toBe('gray')
    expect(codes(found.losses)).toEqual(['TagRenamed', 'Beside'])
    expect(found.stays).toMatchObject([{ name: 'spring-cloud-c-next' }])
  })

  it('without a baseline are a loss', () => {
    const { found, losses } = find([tagged('lonely', { app: 'lonely', 'zadigx-release-version': 'gray' })])
    expect([found, codes(losses)]).toEqual([[], ['NoBaselineOf']])
  })

  it('by version count the oldest as the baseline', () => {
    const [v1, v2] = ['v1', 'v2'].map((version) =>
      tagged(`micro-api-${version}`, { app: 'micro-api', version }),
    )
    if (!v1 || !v2) throw new Error('two')
    const found = find([v2, v1]).found[0]
    expect(found?.document.spec.applications).toMatchObject([
      { name: 'micro-api', deployment: 'micro-api-v1' },
    ])
    expect(found?.document.spec.lanes).toMatchObject([
      { tag: 'v2', versions: [{ application: 'micro-api' }] },
    ])
  })
})

describe('splits in the user’s own object', () => {
  const workload = (name: string, labels: Record<string, string>): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      resourceVersion: '1',
      creationTimestamp: `2026-01-0${name.length}`,
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: `${name}:1` }] } },
    },
  })
  const serviceOf = (name: string, selector: Record<string, string>): KubeObject => ({
    ...grayService,
    metadata: { name, namespace: 'default', uid: `service-${name}`, resourceVersion: '1' },
    spec: { selector, ports: [{ name: 'http', port: 80, protocol: 'TCP' }] },
  })
  const istio = (kind: string, name: string, spec: object): KubeObject => ({
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name, namespace: 'default', uid: name, resourceVersion: '1' },
    spec,
  })
  const host = 'micro-api.default.svc.cluster.local'
  const to = (subset: string, weight: number) => ({ destination: { host, subset }, weight })

  it('by subsets of a VirtualService become shares of one Service', () => {
    const subsets = ['v1', 'v2'].map((version) => ({ name: version, labels: { version } }))
    const route = istio('VirtualService', 'micro-api-route', {
      hosts: [host],
      gateways: ['micro-gateway'],
      http: [{ route: [to('v1', 70), to('v2', 30)] }],
    })
    const found = only([
      workload('micro-api-v1', { app: 'micro-api', version: 'v1' }),
      workload('micro-api-v2', { app: 'micro-api', version: 'v2' }),
      serviceOf('micro-api', { app: 'micro-api' }),
      istio('DestinationRule', 'micro-api', { host: 'micro-api', subsets }),
      route,
    ])
    expect(found.parsed.spec).toMatchObject({
      convention: 'istio',
      entries: [
        { provider: 'istio', application: 'micro-api', settings: { subsets: 'subset', baseVersion: 'v1' } },
      ],
      lanes: [{ tag: 'v2' }],
      rules: [
        {
          targets: [
            { lane: 'baseline', weight: 70 },
            { lane: 'v2', weight: 30 },
          ],
        },
      ],
    })
    expect([...found.firstPush.errors, ...found.firstPush.conflicts]).toEqual([])
    expect(found.takes.map(named)).toEqual(['Deployment micro-api-v2'])
    expect(found.claims).toMatchObject([
      { path: '/spec/http', before: [{ route: [{ destination: { subset: 'v1' } }] }] },
    ])
  })

  it('by ACK’s annotations become a share, and undoing them restores the Ingress', () => {
    const path = (name: string) => ({
      path: '/',
      pathType: 'Prefix',
      backend: { service: { name, port: { number: 80 } } },
    })
    const ingress: KubeObject = {
      ...ingressA,
      metadata: {
        name: 'echo',
        namespace: 'default',
        uid: 'echo',
        resourceVersion: '1',
        annotations: { 'ingress.aliyun.weight/new-nginx': '50' },
      },
      spec: {
        ingressClassName: 'nginx',
        rules: [{ host: 'mini-echo.io', http: { paths: [path('old-nginx'), path('new-nginx')] } }],
      },
    }
    const found = only([
      ...['old-nginx', 'new-nginx'].flatMap((name) => [
        workload(name, { run: name }),
        serviceOf(name, { run: name }),
      ]),
      ingress,
    ])
    expect(found.parsed.spec).toMatchObject({
      entries: [{ provider: 'ack-weight', application: 'old-nginx', settings: { legacy: 'aliyun-weight' } }],
      rules: [{ name: 'everyone', targets: [{ lane: 'baseline', weight: 50 }, { weight: 50 }] }],
    })
    expect(found.claims.map(({ path: field }) => field)).toEqual([
      '/metadata/annotations/ingress.aliyun.weight~1new-nginx',
      '/spec/rules/0/http/paths',
    ])
    expect(found.firstPush.errors.filter(({ path: field }) => field.startsWith('spec.entries'))).toEqual([])
  })
})

it('nothing is found where nothing is tagged or split', () => {
  expect(find([])).toEqual({ found: [], losses: [] })
})
