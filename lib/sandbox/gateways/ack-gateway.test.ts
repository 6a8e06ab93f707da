import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ackController } from '@/lib/sandbox/demo/ack-objects'
import { awaitAvailable } from '@/lib/sandbox/demo/await-available'
import { ensureNamespace } from '@/lib/sandbox/demo/cluster-objects'
import { applicationManifest, get, startTestCluster, type TestCluster } from '@/lib/sandbox/runtime-for-tests'
import { kinds } from '@/lib/sandbox/store/kinds'
import { controllerLabel } from './watched-namespaces'

// Where each case's semantics stand: ACK's page on phased release with its nginx controller, and the article of 2018.
const source = {
  page: 'alibabacloud.com/help/en/ack: Use Nginx Ingress to implement phased release and blue-green deployment',
  article: 'Blue-green release on ACK with ingress.aliyun.weight, 2018: steps 2 to 4',
  nginx: 'nginx.org/en/docs/http/ngx_http_upstream_module.html: smooth weighted round robin',
}
type Source = keyof typeof source

const namespace = 'bluegreen'
let cluster: TestCluster

beforeAll(async () => {
  cluster = await startTestCluster()
  ensureNamespace(cluster.store, namespace, { [controllerLabel]: 'ack-nginx' })
  for (const name of ['web', 'web-gray', 'web-empty', 'api'])
    cluster.create(applicationManifest(name, { replicas: name === 'web-empty' ? 0 : 1 }), namespace)
  const wanted = ['web', 'web-gray', 'web-empty', 'api'].map((name) => ({ namespace, name }))
  expect(await awaitAvailable(cluster.store, wanted, 10_000)).toEqual([])
})
afterAll(() => cluster.close())
afterEach(() => {
  for (const { metadata } of cluster.store.list(kinds.ingresses))
    cluster.store.remove(kinds.ingresses, metadata.namespace, metadata.name)
})

type Texts = Record<string, string>

/** An Ingress with several Services under one path; annotation keys may leave out nginx's prefix. */
function create(
  services: readonly string[],
  annotations: Texts = {},
  { name = 'echo', path = '/', host = 'mini-echo.io' } = {},
) {
  const full = Object.entries(annotations).map(([key, value]) => [
    key.replace(/^service-/, 'nginx.ingress.kubernetes.io/service-'),
    value,
  ])
  const paths = services.map((service) => ({
    path,
    pathType: 'Prefix',
    backend: { service: { name: service, port: { number: 80 } } },
  }))
  const manifest = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, annotations: Object.fromEntries(full) },
    spec: { ingressClassName: 'nginx', rules: [{ host, http: { paths } }] },
  }
  cluster.create(JSON.stringify(manifest), namespace)
}

async function served(headers: Texts = {}, path = '/'): Promise<string> {
  const answer = await get(cluster.runtime.gateways['ack-weight'], path, { host: 'mini-echo.io', ...headers })
  const pod = answer.headers['x-pod']
  return pod === undefined ? String(answer.status) : pod.replace(/-[^-]+-[^-]+$/, '')
}

/** Who answers the next requests, in order. */
async function turns(count: number, headers: Texts = {}, path = '/'): Promise<string> {
  const seen: string[] = []
  for (let index = 0; index < count; index++) seen.push(await served(headers, path))
  return seen.map((one) => (one === 'web' ? 'o' : one === 'web-gray' ? 'n' : one)).join('')
}

describe('ACK nginx', () => {
  type Case = {
    what: string
    from: Source
    services?: string[]
    annotations: Texts
    headers?: Texts
    path?: string
    answers: string
  }
  const both = ['web', 'web-gray']
  const match = (rule: string) => ({
    'service-match': `web-gray: ${rule}`,
    'service-weight': 'web-gray: 100, web: 0',
  })
  const cases: Case[] = [
    {
      what: 'half by percent: in turns',
      from: 'article',
      annotations: { 'ingress.aliyun.weight/web-gray': '50' },
      answers: 'ononon',
    },
    {
      what: 'all by percent',
      from: 'article',
      annotations: { 'ingress.aliyun.weight/web-gray': '100' },
      answers: 'nnnnn',
    },
    {
      what: 'none by percent',
      from: 'article',
      annotations: { 'ingress.aliyun.weight/web-gray': '0' },
      answers: 'ooooo',
    },
    {
      what: 'a quarter by percent',
      from: 'nginx',
      annotations: { 'ingress.aliyun.weight/web-gray': '25' },
      answers: 'oonooono',
    },
    {
      what: 'one Service, no annotation',
      from: 'article',
      services: ['web'],
      annotations: {},
      answers: 'ooo',
    },
    { what: 'two Services, no annotation: evenly', from: 'page', annotations: {}, answers: 'onon' },
    {
      what: 'a percent that is none',
      from: 'page',
      annotations: { 'ingress.aliyun.weight/web-gray': 'x' },
      answers: 'onon',
    },
    {
      what: 'a percent of a Service that is not listed',
      from: 'page',
      services: ['web'],
      annotations: { 'ingress.aliyun.weight/web-gray': '100' },
      answers: 'oo',
    },
    {
      what: 'relative weights',
      from: 'page',
      annotations: { 'service-weight': 'web-gray: 20, web: 60' },
      answers: 'oonooono',
    },
    {
      what: 'weights by line',
      from: 'page',
      annotations: { 'service-weight': 'web-gray: 1\nweb: 1' },
      answers: 'onon',
    },
    {
      what: 'a weight of 0 takes nothing',
      from: 'page',
      annotations: { 'service-weight': 'web-gray: 0, web: 10' },
      answers: 'oooo',
    },
    {
      what: 'a Service without a weight takes nothing',
      from: 'page',
      annotations: { 'service-weight': 'web: 10' },
      answers: 'oooo',
    },
    {
      what: 'a header by value',
      from: 'page',
      annotations: match('header("x-user", "100")'),
      headers: { 'x-user': '100' },
      answers: 'nn',
    },
    {
      what: 'a header of another value',
      from: 'page',
      annotations: match('header("x-user", "100")'),
      headers: { 'x-user': '1000' },
      answers: 'oo',
    },
    {
      what: 'a header that is missing',
      from: 'page',
      annotations: match('header("x-user", "100")'),
      answers: 'oo',
    },
    {
      what: 'a header by a pattern, anywhere',
      from: 'page',
      annotations: match('header("x-user", /10/)'),
      headers: { 'x-user': 'a100' },
      answers: 'nn',
    },
    {
      what: 'a header by a pattern with anchors',
      from: 'page',
      annotations: match('header("x-user", /^(100|101)$/)'),
      headers: { 'x-user': '1010' },
      answers: 'oo',
    },
    {
      what: 'a cookie by value',
      from: 'page',
      annotations: match('cookie("lane", "gray")'),
      headers: { cookie: 'a=1; lane=gray' },
      answers: 'nn',
    },
    {
      what: 'a cookie by a pattern',
      from: 'page',
      annotations: match('cookie("lane", /^g.*y$/)'),
      headers: { cookie: 'lane=gooey' },
      answers: 'nn',
    },
    {
      what: 'a query parameter by value',
      from: 'page',
      annotations: match('query("group", "gray")'),
      path: '/?group=gray',
      answers: 'nn',
    },
    {
      what: 'a query parameter of another value',
      from: 'page',
      annotations: match('query("group", "gray")'),
      path: '/?group=blue',
      answers: 'oo',
    },
    {
      what: 'weights among matching requests',
      from: 'page',
      annotations: {
        'service-match': 'web-gray: header("x-user", "100")',
        'service-weight': 'web-gray: 50, web: 50',
      },
      headers: { 'x-user': '100' },
      answers: 'onon',
    },
    {
      what: 'no weights for requests that do not match',
      from: 'page',
      annotations: {
        'service-match': 'web-gray: header("x-user", "100")',
        'service-weight': 'web-gray: 50, web: 50',
      },
      answers: 'oooo',
    },
    {
      what: 'a match without weights takes all that match',
      from: 'page',
      annotations: { 'service-match': 'web-gray: header("x-user", "100")' },
      headers: { 'x-user': '100' },
      answers: 'nnn',
    },
    {
      what: 'a match in a block of lines',
      from: 'page',
      annotations: { 'service-match': '\nweb-gray: header("x-user", "100")\n' },
      headers: { 'x-user': '100' },
      answers: 'nn',
    },
    {
      what: 'a match that is none counts for nothing',
      from: 'page',
      annotations: { 'service-match': 'web-gray: body("x", "1")', 'service-weight': 'web-gray: 1, web: 1' },
      answers: 'onon',
    },
    {
      what: 'a pattern that is none never matches',
      from: 'page',
      annotations: match('header("x-user", /(/)'),
      headers: { 'x-user': '(' },
      answers: 'oo',
    },
    {
      what: 'a Service without pods is passed over',
      from: 'page',
      services: ['web', 'web-empty'],
      annotations: { 'service-weight': 'web: 1, web-empty: 1' },
      answers: 'ooo',
    },
    { what: 'no pods at all', from: 'page', services: ['web-empty'], annotations: {}, answers: '503503' },
  ]

  it.each(cases)('$what', async ({ services = both, annotations, headers, path, answers, from }) => {
    expect(source[from]).not.toBe('')
    create(services, annotations)
    const count = answers.startsWith('503') ? 2 : answers.length
    expect(await turns(count, headers, path)).toBe(answers)
  })

  it('serves its own namespaces only, and no other controller serves these', async () => {
    create(['web'])
    const other = await get(cluster.runtime.gateways['ingress-nginx'], '/', { host: 'mini-echo.io' })
    expect(other.status).toBe(404)
    expect(await served({ host: 'other.io' })).toBe('404')
  })

  it('writes its address and counts each Service by its own name', async () => {
    create(
      ['web', 'web-gray'],
      { 'ingress.aliyun.weight/web-gray': '50' },
      { name: 'counted', host: 'counted.io' },
    )
    for (let index = 0; index < 4; index++) await served({ host: 'counted.io' })
    const [pod] = cluster.store.list(kinds.pods, { namespace: ackController.namespace })
    if (pod === undefined) throw new Error('no controller pod')
    const page = (await cluster.runtime.podProxy(pod, 10254, '/metrics', '', 'GET', {})).body.toString()
    for (const service of ['web', 'web-gray'])
      expect(page).toMatch(new RegExp(`host="counted.io".*service="${service}",canary="",status="200".*} 2`))
  })
})
