import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { get, ingressManifest } from '@/lib/sandbox/runtime-for-tests'
import type { Ingress } from '@/lib/sandbox/shapes/ingress'
import { decideNginx } from './nginx-decide'
import { compileServers } from './nginx-upstreams'
import { type RealNginx, realNginx, startRealNginx } from './real-nginx-for-tests'
import { requestFacts } from './request-facts'

type Options = Exclude<Parameters<typeof ingressManifest>[1], undefined>
type Headers = Record<string, string>
type Scenario = { what: string; ingresses: Ingress[]; requests: { path?: string; headers?: Headers }[] }

const ingress = (name: string, options: Options = {}): Ingress => {
  const object = JSON.parse(ingressManifest(name, { className: 'nginx', ...options }))
  for (const rule of object.spec.rules) if (rule.host === '') delete rule.host
  return {
    ...object,
    metadata: { ...object.metadata, namespace: 'd', creationTimestamp: '2026-01-01T00:00:00Z' },
  }
}
const canary = (annotations: Headers): Ingress =>
  ingress('web-gray', { annotations: { 'n:canary': 'true', ...annotations } })
const shop = (headers: Headers = {}) => ({ host: 'shop.example.com', ...headers })
const ask = (...values: string[]) => values.map((value) => ({ headers: shop({ 'x-user': value }) }))

/** Everything that one canary can be asked: a header by pattern or value, a cookie, and their order. */
function byPattern(what: string, pattern: string, requests: Scenario['requests']): Scenario {
  const annotations = { 'n:canary-by-header': 'X-User', 'n:canary-by-header-pattern': pattern }
  return { what: `pattern ${what}`, ingresses: [ingress('web'), canary(annotations)], requests }
}

function byCookiePattern(pattern: string, cookies: string[]): Scenario {
  const annotations = { 'n:canary-by-header': 'Cookie', 'n:canary-by-header-pattern': pattern }
  return {
    what: `cookie pattern ${pattern}`,
    ingresses: [ingress('web'), canary(annotations)],
    requests: cookies.map((cookie) => ({ headers: shop({ cookie }) })),
  }
}

const firstCookie = (name: string, value: string) =>
  `^(?:(?(?=\\s*${name}\\s*=)(*F)|[^\\x3b]*\\x3b))*\\s*${name}\\s*=\\s*${value}\\s*(?:\\x3b.*)?$`

const scenarios: Scenario[] = [
  {
    what: 'paths',
    ingresses: [
      ingress('web'),
      ingress('api', { path: '/api' }),
      ingress('deep', { path: '/api/v1/', pathType: 'Prefix' }),
      ingress('plain', { path: '/pl', pathType: 'ImplementationSpecific' }),
      ingress('exact', { path: '/api/x', pathType: 'Exact' }),
      ingress('both', { path: '/both', pathType: 'Prefix' }),
      ingress('both-exact', { path: '/both', pathType: 'Exact' }),
    ],
    requests: [
      '/',
      '/api',
      '/api/',
      '/api/y',
      '/apis',
      '/api/x',
      '/api/x/',
      '/api/x/y',
      '/api/v1',
      '/api/v1/',
      '/api/v1/z',
      '/plain',
      '/pl',
      '/p',
      '/both',
      '/both/',
      '/both/x',
      '/bothy',
      '/%61pi',
      '/api%2Fx',
      '//api//x',
      '/x/../api',
      '/api/../y',
      '/./api/./x',
      '/api/x?q=/both',
      '/API',
      '/..',
      '/a/../../b',
      '/%2e%2e/x',
      '/api/%',
      '/%zz',
      '/both/.',
      '/api/v1/..',
      '/a%00b',
    ].map((path) => ({ path, headers: shop() })),
  },
  {
    what: 'hosts',
    ingresses: [
      ingress('any', { host: '' }),
      ingress('wild', { host: '*.example.com' }),
      ingress('own', { host: 'shop.example.com', path: '/only' }),
      ingress('deep', { host: '*.b.example.com' }),
    ],
    requests: [
      'shop.example.com',
      'SHOP.example.com',
      'shop.example.com:8080',
      'x.example.com',
      'x_y.example.com',
      'a.b.example.com',
      'a.a.b.example.com',
      'example.com',
      'b.example.com',
      'other.org',
      'x.example.com.',
    ].flatMap((host) => ['/', '/only', '/only/x'].map((path) => ({ path, headers: { host } }))),
  },
  {
    what: 'no server for anybody',
    ingresses: [ingress('web')],
    requests: ['shop.example.com', 'x.example.com'].map((host) => ({ headers: { host } })),
  },
  {
    what: 'header alone, cookie, no weight',
    ingresses: [ingress('web'), canary({ 'n:canary-by-header': 'x-user', 'n:canary-by-cookie': 'lane' })],
    requests: [
      ...ask('always', 'never', 'Always', 'x'),
      ...[
        'lane=always',
        'lane=never',
        'lane=Always',
        'LANE=always',
        'a=1; lane=always',
        'lane=x; lane=always',
        'lane=always; lane=never',
        'xlane=always',
        'lane=always2',
      ].map((cookie) => ({ headers: shop({ cookie }) })),
      { headers: shop({ 'x-user': 'never', cookie: 'lane=always' }) },
      { headers: shop({ 'x-user': 'x', cookie: 'lane=always' }) },
      { headers: shop() },
    ],
  },
  {
    what: 'header value, cookie never, all the weight',
    ingresses: [
      ingress('web'),
      canary({
        'n:canary-by-header': 'x-user',
        'n:canary-by-header-value': 'a.b',
        'n:canary-by-cookie': 'lane',
        'n:canary-weight': '100',
      }),
    ],
    requests: [
      ...ask('a.b', 'axb', 'never'),
      { headers: shop({ cookie: 'lane=never' }) },
      { headers: shop({ 'x-user': 'a.b', cookie: 'lane=never' }) },
      { headers: shop() },
    ],
  },
  {
    what: 'header names',
    ingresses: [
      ingress('web'),
      canary({ 'n:canary-by-header': 'x_user', 'n:canary-by-header-value': 'gray' }),
    ],
    requests: ['x_user', 'x-user', 'X-USER', 'x.user', 'xuser'].map((name) => ({
      headers: shop({ [name]: 'gray' }),
    })),
  },
  byPattern(
    'of a list',
    '^(100|a\\+b|li\\x40example\\.com)$',
    ask('100', 'a+b', 'aab', 'li@example.com', '1001', 'x100'),
  ),
  byPattern('of a prefix', '^a\\.b.*$', ask('a.b', 'a.bc', 'axb', 'xa.b', 'A.B')),
  byPattern('unanchored', '10[0-9]', ask('a1005', '10', '109')),
  byPattern('of a regex', '^(?:[0-9]+|vip)$', ask('1', '12a', 'vip', 'vips', 'VIP')),
  byPattern('of any value', '^.*$', [...ask('x', 'a b', ', ;'), { headers: shop() }]),
  byPattern('with classes', '^\\d{3}\\s?\\w*$', ask('123', '123 a', '12', '123a_')),
  byCookiePattern(firstCookie('lane', 'gray'), [
    'lane=gray',
    'a=1; lane=gray',
    'a=1;lane=gray;b=2',
    'lane=gray ; b=2',
    'lane=blue; lane=gray',
    'lane=gray; lane=blue',
    'xlane=gray',
    'lane=gray2',
    'lane =gray',
    ' lane=gray',
    'a; lane=gray',
    'a=lane=gray',
    'lane=',
    'LANE=gray',
    'lane2=x; lane=gray',
  ]),
  byCookiePattern(firstCookie('u\\.id', 'v[^\\x3b]*'), [
    'u.id=v',
    'u.id=vip; b=1',
    'uxid=v',
    'u.id=x',
    'b=1; u.id=v1',
  ]),
  byCookiePattern(firstCookie('lane', '(?:a|be\\x2cta)'), ['lane=a', 'lane=be,ta', 'lane=b', 'lane=ab']),
]

/** What the sandbox's gateway decides: a Service or a status. */
function decided(
  { ingresses }: Scenario,
  { path = '/', headers = {} }: Scenario['requests'][number],
): string {
  const message = new IncomingMessage(new Socket())
  message.method = 'GET'
  message.url = path
  for (const [name, value] of Object.entries(headers)) message.headers[name.toLowerCase()] = value
  const context = { ready: () => 1, random: () => 0 }
  const decision = decideNginx(compileServers(ingresses), requestFacts(message), context)
  return 'status' in decision ? String(decision.status) : decision.upstream.service
}

if (realNginx === undefined) process.stdout.write('nginx is not installed: the real one is not asked\n')

describe.skipIf(realNginx === undefined)('as the real nginx', () => {
  const share = {
    what: 'share',
    ingresses: [ingress('web'), canary({ 'n:canary-weight': '20' })],
    requests: [],
  }
  let nginx: RealNginx

  beforeAll(async () => {
    nginx = await startRealNginx([...scenarios, share].map(({ ingresses }) => ingresses))
  })
  afterAll(() => nginx?.stop())

  async function real(
    port: number,
    { path = '/', headers = {} }: Scenario['requests'][number],
  ): Promise<string> {
    const { status, body } = await get(port, path, headers)
    return status === 200 ? body : String(status)
  }

  it.each(scenarios.map((scenario, index) => ({ ...scenario, index })))('decides $what', async (scenario) => {
    for (const request of scenario.requests) {
      const answered = await real(nginx.ports[scenario.index] ?? 0, request)
      expect({ request, answer: decided(scenario, request) }).toEqual({ request, answer: answered })
    }
  })

  it('moves a share of about its size', async () => {
    const port = nginx.ports[scenarios.length] ?? 0
    let count = 0
    for (let key = 0; key < 500; key++)
      if ((await real(port, { path: `/?k=${key}`, headers: shop() })) === 'web-gray') count++
    // Six standard deviations around 20 % of 500.
    expect(Math.abs(count - 100)).toBeLessThan(54)
  })
})
