import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { nginxController } from '@/lib/sandbox/demo/nginx-objects'
import {
  applicationManifest,
  get,
  ingressManifest,
  startTestCluster,
  type TestCluster,
} from '@/lib/sandbox/runtime-for-tests'
import { kinds } from '@/lib/sandbox/store/kinds'

// Where each case's semantics stand; files are those of github.com/kubernetes/ingress-nginx, controller v1.15.1.
const source = {
  annotations: 'docs/user-guide/nginx-configuration/annotations.md#canary',
  balancer: 'rootfs/etc/nginx/lua/balancer.lua route_to_alternative_balancer',
  canary: 'internal/ingress/annotations/canary/main.go Parse',
  validators: 'internal/ingress/annotations/parser/validators.go',
  extract: 'internal/ingress/annotations/annotations.go Extract',
  merge: 'internal/ingress/controller/controller.go mergeAlternativeBackends',
  upstreams: 'internal/ingress/controller/controller.go createUpstreams',
  servers: 'internal/ingress/controller/controller.go createServers',
  locations: 'internal/ingress/controller/location.go updateServerLocations',
  serverName: 'internal/ingress/controller/template/template.go buildServerName',
  variables: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#underscores_in_headers',
  sticky: 'rootfs/etc/nginx/lua/balancer/sticky.lua, issue #8246',
}
type Source = keyof typeof source

let draw = 0
let cluster: TestCluster

const applications = ['web', 'web-gray', 'web-blue', 'web-empty', 'api']

beforeAll(async () => {
  cluster = await startTestCluster(() => draw)
  for (const name of applications) {
    cluster.create(applicationManifest(name, { replicas: name === 'web-empty' ? 0 : 1 }))
  }
  await cluster.available(...applications)
})

afterAll(() => cluster.close())

afterEach(() => {
  draw = 0
  for (const { metadata } of cluster.store.list(kinds.ingresses)) {
    cluster.store.remove(kinds.ingresses, metadata.namespace, metadata.name)
  }
})

type Texts = Record<string, string>
type Options = Exclude<Parameters<typeof ingressManifest>[1], undefined>

const create = (name: string, options: Options = {}) =>
  cluster.create(ingressManifest(name, { className: 'nginx', ...options }))
const canary = (annotations: Texts): Texts => ({ 'n:canary': 'true', ...annotations })

async function ask(path: string, headers: Texts = {}, host = 'shop.example.com') {
  return get(cluster.runtime.gateways['ingress-nginx'], path, { host, ...headers })
}

/** The Service whose pod answered, or the status where none did. */
async function served(path = '/', headers: Texts = {}, host?: string): Promise<string> {
  const answer = await ask(path, headers, host)
  const pod = answer.headers['x-pod']
  return pod === undefined ? String(answer.status) : pod.replace(/-[^-]+-[^-]+$/, '')
}

describe('one canary', () => {
  type Case = { what: string; from: Source; canary: Texts; headers?: Texts; random?: number; goes: string }
  const gray = 'web-gray'
  const byValue = { 'n:canary-by-header': 'x-lane', 'n:canary-by-header-value': 'gray' }
  const byPattern = (pattern: string) => ({
    'n:canary-by-header': 'x-user',
    'n:canary-by-header-pattern': pattern,
  })
  const cases: Case[] = [
    {
      what: 'a header alone asks for always',
      from: 'annotations',
      canary: { 'n:canary-by-header': 'x-lane' },
      headers: { 'x-lane': 'always' },
      goes: gray,
    },
    {
      what: 'a header alone: never beats the weight',
      from: 'annotations',
      canary: { 'n:canary-by-header': 'x-lane', 'n:canary-weight': '100' },
      headers: { 'x-lane': 'never' },
      goes: 'web',
    },
    {
      what: 'a header alone: another value leaves it to the weight',
      from: 'annotations',
      canary: { 'n:canary-by-header': 'x-lane', 'n:canary-weight': '100' },
      headers: { 'x-lane': 'gray' },
      goes: gray,
    },
    {
      what: 'a value is compared as it is',
      from: 'balancer',
      canary: byValue,
      headers: { 'X-Lane': 'gray' },
      goes: gray,
    },
    {
      what: 'a value is case-sensitive',
      from: 'balancer',
      canary: byValue,
      headers: { 'x-lane': 'Gray' },
      goes: 'web',
    },
    {
      what: 'beside a value, always has no meaning',
      from: 'balancer',
      canary: byValue,
      headers: { 'x-lane': 'always' },
      goes: 'web',
    },
    {
      what: 'beside a value, never has no meaning',
      from: 'balancer',
      canary: { ...byValue, 'n:canary-weight': '100' },
      headers: { 'x-lane': 'never' },
      goes: gray,
    },
    {
      what: 'another value leaves it to the cookie',
      from: 'balancer',
      canary: { ...byValue, 'n:canary-by-cookie': 'c' },
      headers: { 'x-lane': 'x', cookie: 'c=always' },
      goes: gray,
    },
    {
      what: 'a value silences the pattern',
      from: 'annotations',
      canary: { ...byValue, 'n:canary-by-header-pattern': '.*' },
      headers: { 'x-lane': 'x' },
      goes: 'web',
    },
    {
      what: 'a pattern is found anywhere',
      from: 'balancer',
      canary: byPattern('10[0-9]'),
      headers: { 'x-user': 'a1005' },
      goes: gray,
    },
    {
      what: 'a pattern with anchors',
      from: 'balancer',
      canary: byPattern('^(100|101)$'),
      headers: { 'x-user': '1011' },
      goes: 'web',
    },
    {
      what: 'a pattern is case-sensitive',
      from: 'balancer',
      canary: byPattern('^vip'),
      headers: { 'x-user': 'VIP' },
      goes: 'web',
    },
    {
      what: 'a broken pattern keeps the request on the base at once',
      from: 'balancer',
      canary: { ...byPattern('(1'), 'n:canary-weight': '100' },
      headers: { 'x-user': '1' },
      goes: 'web',
    },
    {
      what: 'a broken pattern matters only where the header is',
      from: 'balancer',
      canary: { ...byPattern('(1'), 'n:canary-weight': '100' },
      goes: gray,
    },
    {
      what: 'a pattern may look at the Cookie header',
      from: 'balancer',
      canary: { 'n:canary-by-header': 'Cookie', 'n:canary-by-header-pattern': 'lane=gray' },
      headers: { cookie: 'a=1; lane=gray' },
      goes: gray,
    },
    {
      what: 'an invalid value is none: the header asks for always',
      from: 'canary',
      canary: { 'n:canary-by-header': 'x-lane', 'n:canary-by-header-value': 'a@b' },
      headers: { 'x-lane': 'always' },
      goes: gray,
    },
    {
      what: 'an invalid value takes nothing by itself',
      from: 'validators',
      canary: { 'n:canary-by-header': 'x-lane', 'n:canary-by-header-value': 'a@b' },
      headers: { 'x-lane': 'a@b' },
      goes: 'web',
    },
    {
      what: 'a pattern with a comma is none',
      from: 'validators',
      canary: byPattern('1{1,3}'),
      headers: { 'x-user': 'always' },
      goes: gray,
    },
    { what: 'an invalid weight is 0', from: 'canary', canary: { 'n:canary-weight': '100%' }, goes: 'web' },
    {
      what: 'a space in a value is allowed',
      from: 'validators',
      canary: { 'n:canary-by-header': 'x-lane', 'n:canary-by-header-value': 'a b' },
      headers: { 'x-lane': 'a b' },
      goes: gray,
    },
    {
      what: 'a cookie asks for always',
      from: 'annotations',
      canary: { 'n:canary-by-cookie': 'c' },
      headers: { cookie: 'a=1; c=always' },
      goes: gray,
    },
    {
      what: 'a cookie never beats the weight',
      from: 'annotations',
      canary: { 'n:canary-by-cookie': 'c', 'n:canary-weight': '100' },
      headers: { cookie: 'c=never' },
      goes: 'web',
    },
    {
      what: 'a cookie of another value takes nothing',
      from: 'annotations',
      canary: { 'n:canary-by-cookie': 'c' },
      headers: { cookie: 'c=gray' },
      goes: 'web',
    },
    {
      what: 'a header with an underscore never arrives',
      from: 'variables',
      canary: { 'n:canary-by-header': 'x_lane', 'n:canary-by-header-value': 'gray' },
      headers: { x_lane: 'gray' },
      goes: 'web',
    },
    {
      what: 'an underscore in the annotation is a hyphen',
      from: 'balancer',
      canary: { 'n:canary-by-header': 'x_lane', 'n:canary-by-header-value': 'gray' },
      headers: { 'x-lane': 'gray' },
      goes: gray,
    },
    {
      what: 'a weight, inside',
      from: 'balancer',
      canary: { 'n:canary-weight': '20' },
      random: 0.199,
      goes: gray,
    },
    {
      what: 'a weight, outside',
      from: 'balancer',
      canary: { 'n:canary-weight': '20' },
      random: 0.2,
      goes: 'web',
    },
    {
      what: 'a total above 100 counts',
      from: 'balancer',
      canary: { 'n:canary-weight': '1', 'n:canary-weight-total': '1000' },
      random: 0.001,
      goes: 'web',
    },
    {
      what: 'a total of 100 or less does not',
      from: 'balancer',
      canary: { 'n:canary-weight': '1', 'n:canary-weight-total': '2' },
      random: 0.01,
      goes: 'web',
    },
    {
      what: 'a header, a cookie and a weight, in this order',
      from: 'annotations',
      canary: { 'n:canary-by-header': 'x-lane', 'n:canary-by-cookie': 'c', 'n:canary-weight': '100' },
      headers: { 'x-lane': 'never', cookie: 'c=always' },
      goes: 'web',
    },
    {
      what: 'no rule at all takes nothing',
      from: 'canary',
      canary: {},
      headers: { 'x-lane': 'always' },
      goes: 'web',
    },
  ]

  it.each(cases)('$what', async ({ canary: annotations, headers = {}, random = 0, goes, from }) => {
    expect(source[from]).not.toBe('')
    draw = random
    create('web')
    create('web-gray', { annotations: canary(annotations) })
    expect(await served('/', headers)).toBe(goes)
  })
})

describe('structure', () => {
  const all = { 'n:canary-weight': '100' }

  it('uses the oldest canary alone, even while it has no pods (balancer, issue #5848)', async () => {
    create('web')
    create('web-empty', { annotations: canary(all) })
    create('web-gray', { annotations: canary(all) })
    expect(await served()).toBe('web')
  })

  it('attaches a canary to the Service, so other hosts and paths are split too (issue #4667)', async () => {
    create('web')
    create('other', { host: 'other.example.com', path: '/x', service: 'web' })
    create('web-gray', { annotations: canary(all) })
    expect(await served('/x', {}, 'other.example.com')).toBe('web-gray')
  })

  it('answers 503 while the base has no pods, whatever the canary has (issue #8212)', async () => {
    create('web', { service: 'web-empty' })
    create('web-gray', { annotations: canary(all) })
    expect(await served()).toBe('503')
  })

  it('falls back to the base while the canary has no pods (balancer)', async () => {
    create('web')
    create('web-empty', { annotations: canary(all) })
    expect(await served()).toBe('web')
  })

  it('makes an ordinary Ingress of a canary that is not switched on; of equals the older wins (extract, servers)', async () => {
    create('web')
    create('web-gray', { annotations: all })
    expect(await served()).toBe('web')
    create('blue', { path: '/blue', service: 'web-blue', annotations: { 'n:canary': 'yes', ...all } })
    expect(await served('/blue')).toBe('web-blue')
  })

  it('drops a canary of another path, path type or host (merge)', async () => {
    create('web')
    create('web-gray', { path: '/a', annotations: canary(all) })
    create('web-blue', { pathType: 'Exact', annotations: canary(all) })
    create('api', { host: 'api.example.com', annotations: canary(all) })
    expect(await served('/a')).toBe('web')
    expect(await served('/')).toBe('web')
    expect(await served('/', {}, 'api.example.com')).toBe('404')
  })

  it('loses the policy of a lane Service that an older Ingress uses (upstreams, issue #8004)', async () => {
    create('blue', { host: 'blue.example.com', service: 'web-blue' })
    create('web')
    create('web-blue', { annotations: canary(all) })
    expect(await served()).toBe('web')
    expect(await served('/', {}, 'blue.example.com')).toBe('web-blue')
  })

  it('ruins a younger Ingress that uses a canary’s Service (upstreams, issue #9458)', async () => {
    create('web')
    create('web-gray', { annotations: canary(all) })
    create('younger', { host: 'gray.example.com', service: 'web-gray' })
    expect(await served()).toBe('web-gray')
    expect(await served('/', {}, 'gray.example.com')).toBe('503')
  })

  it('takes whole elements for Prefix, plain beginnings else (locations)', async () => {
    create('web')
    create('api', { path: '/api' })
    create('plain', { path: '/pl', pathType: 'ImplementationSpecific', service: 'web-gray' })
    create('exact', { path: '/api/x', pathType: 'Exact', service: 'web-blue' })
    expect(
      await Promise.all(
        ['/api', '/api/y', '/apis', '/api/x', '/api/x/y', '/plain'].map((path) => served(path)),
      ),
    ).toEqual(['api', 'api', 'web', 'web-blue', 'api', 'web-gray'])
  })

  it('compares decoded paths with merged slashes (nginx.org, location)', async () => {
    create('web')
    create('api', { path: '/api' })
    expect(
      await Promise.all(['/%61pi', '//api//x', '/x/../api', '/api%2Fx'].map((path) => served(path))),
    ).toEqual(['api', 'api', 'api', 'api'])
    expect(await served('/../x')).toBe('400')
  })

  it('has one server for a host: its own, a wildcard of one label, or any (server name)', async () => {
    create('any', { host: '', service: 'web' })
    create('wild', { host: '*.example.com', service: 'web-gray' })
    create('own', { host: 'shop.example.com', path: '/only', service: 'web-blue' })
    expect(await served('/only')).toBe('web-blue')
    expect(await served('/else')).toBe('404')
    expect(await served('/', {}, 'x.example.com:8080')).toBe('web-gray')
    expect(await served('/', {}, 'x.y.example.com')).toBe('web')
  })

  it('leaves other classes and namespaces of other controllers alone', async () => {
    cluster.create(ingressManifest('mse', { host: 'mse.example.com', service: 'web' }))
    expect(await served('/', {}, 'mse.example.com')).toBe('404')
  })
})

describe('affinity', () => {
  const sticky = { 'n:affinity': 'cookie', 'n:session-cookie-name': 'route' }
  const cookieOf = async (headers: Texts) =>
    /route=[^;]*/.exec((await ask('/', headers)).headers['set-cookie'] ?? '')?.[0] ?? ''
  const always = { 'x-lane': 'always' }

  it('keeps a client of the base on the base, before header and weight (balancer, issue #8246)', async () => {
    create('web', { annotations: sticky })
    create('web-gray', { annotations: canary({ 'n:canary-by-header': 'x-lane', 'n:canary-weight': '0' }) })
    const cookie = await cookieOf({})
    expect(cookie).toMatch(/^route=pod\|[0-9a-f]{32}$/)
    expect(await served('/', { ...always, cookie })).toBe('web')
    expect(await served('/', always)).toBe('web-gray')
  })

  it('keeps a client of the canary there, unless its behaviour is legacy (sticky)', async () => {
    create('web', { annotations: sticky })
    const byHeader = canary({ 'n:canary-by-header': 'x-lane' })
    create('web-gray', { annotations: byHeader })
    const cookie = await cookieOf(always)
    expect(await served('/', { cookie })).toBe('web-gray')
    cluster.store.remove(kinds.ingresses, 'default', 'web-gray')
    create('web-gray', { annotations: { ...byHeader, 'n:affinity-canary-behavior': 'legacy' } })
    expect(await served('/', { cookie })).toBe('web')
    expect(await cookieOf(always)).toBe('')
  })
})

describe('metrics', () => {
  it('name the base, and the lane in the label canary alone', async () => {
    create('api', { host: 'api.example.com', path: '/v1' })
    create('web-gray', {
      host: 'api.example.com',
      path: '/v1',
      annotations: canary({ 'n:canary-by-header': 'x-lane' }),
    })
    await served('/v1/a', {}, 'api.example.com')
    await served('/v1/status/503', { 'x-lane': 'always' }, 'api.example.com')
    const [pod] = cluster.store.list(kinds.pods, { namespace: nginxController.namespace })
    if (pod === undefined) throw new Error('no controller pod')
    const page = await cluster.runtime.podProxy(pod, 10254, '/metrics', '', 'GET', {})
    const text = page.body.toString()
    const base =
      'host="api.example.com",method="GET",path="/v1",namespace="default",ingress="api",service="api"'
    expect(text).toContain(`nginx_ingress_controller_requests{${base},canary="",status="200"`)
    expect(text).toContain(`nginx_ingress_controller_requests{${base},canary="default-web-gray-80",status=`)
    expect(text).toContain(`nginx_ingress_controller_response_duration_seconds_bucket{${base},canary=""`)
  })
})
