import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  applicationManifest,
  get,
  startTestCluster,
  type TestCluster,
  until,
} from '@/lib/sandbox/runtime-for-tests'
import { higressKinds } from '@/lib/sandbox/store/custom/higress-kinds'
import { kinds } from '@/lib/sandbox/store/kinds'

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
  for (const kind of [kinds.ingresses, higressKinds.wasmPlugins]) {
    for (const { metadata } of cluster.store.list(kind)) {
      cluster.store.remove(kind, metadata.namespace, metadata.name)
    }
  }
})

type Annotations = Record<string, string>
type Rule = {
  name?: string
  host?: string
  path?: string
  pathType?: string
  service: string
  annotations?: Annotations
}

/** Annotation keys may leave out their prefix: `n:` is nginx's, `h:` is Higress'. */
function create({ service, name = service, host = 'shop.example.com', ...rule }: Rule): void {
  const { path = '/', pathType = 'Prefix', annotations = {} } = rule
  const full = Object.entries(annotations).map(([key, value]) => [
    key.replace(/^n:/, 'nginx.ingress.kubernetes.io/').replace(/^h:/, 'higress.io/'),
    value,
  ])
  const backend = { service: { name: service, port: { number: 80 } } }
  cluster.create(
    JSON.stringify({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name, annotations: Object.fromEntries(full) },
      spec: {
        ingressClassName: 'higress',
        rules: [{ host, http: { paths: [{ path, pathType, backend }] } }],
      },
    }),
  )
}

type Asked = { path?: string; headers?: Annotations; host?: string }

/** The Service whose pod answered, or the status where none did. */
async function served({ path = '/', headers = {}, host = 'shop.example.com' }: Asked): Promise<string> {
  const answer = await get(cluster.runtime.gateways.higress, path, { host, ...headers })
  return answer.headers['x-pod']?.replace(/-[^-]+-[^-]+$/, '') ?? String(answer.status)
}

const canary = (annotations: Annotations): Rule => ({
  service: 'web-gray',
  annotations: { 'n:canary': 'true', ...annotations },
})
const own = (service: string, annotations: Annotations, more: Partial<Rule> = {}): Rule => ({
  service,
  annotations,
  ...more,
})

/** Where the semantics of a case stand, in github.com/alibaba/higress unless it says otherwise. */
const sources = {
  canary: 'pkg/ingress/kube/annotations/canary.go',
  match: 'pkg/ingress/kube/annotations/match.go',
  order: 'pkg/ingress/kube/common/tool.go SortHTTPRoutes',
  convert: 'pkg/ingress/kube/ingressv1/controller.go',
  weights: 'pkg/ingress/config/ingress_config.go normalizeWeightedCluster',
  header: 'pkg/ingress/kube/annotations/header_control.go',
  backend: 'pkg/ingress/kube/annotations/default_backend.go',
  query: 'envoyproxy/envoy source/common/router/config_impl.cc (query parameters are not decoded)',
} as const

type Case = { name: string; source: keyof typeof sources; beside: Rule[]; asked: Asked; expected: string }

const cases: Case[] = [
  {
    name: 'canary-by-header alone asks for always',
    source: 'canary',
    beside: [canary({ 'n:canary-by-header': 'x-lane' })],
    asked: { headers: { 'x-lane': 'always' } },
    expected: 'web-gray',
  },
  {
    name: 'never is a value like any other',
    source: 'canary',
    beside: [canary({ 'n:canary-by-header': 'x-lane', 'n:canary-by-header-value': 'never' })],
    asked: { headers: { 'x-lane': 'never' } },
    expected: 'web-gray',
  },
  {
    name: 'canary-by-header-value is inserted into a pattern unescaped',
    source: 'canary',
    beside: [canary({ 'n:canary-by-header': 'x-lane', 'n:canary-by-header-value': 'a.c' })],
    asked: { headers: { 'x-lane': 'abc' } },
    expected: 'web-gray',
  },
  {
    name: 'beside its value always holds too',
    source: 'canary',
    beside: [canary({ 'n:canary-by-header': 'x-lane', 'n:canary-by-header-value': 'gray' })],
    asked: { headers: { 'x-lane': 'always' } },
    expected: 'web-gray',
  },
  {
    name: 'canary-by-header-pattern is looked for anywhere',
    source: 'canary',
    beside: [canary({ 'n:canary-by-header': 'x-user', 'n:canary-by-header-pattern': '10[01]' })],
    asked: { headers: { 'x-user': 'id-1012' } },
    expected: 'web-gray',
  },
  {
    name: 'an alternation in a pattern is bound to its ends',
    source: 'canary',
    beside: [canary({ 'n:canary-by-header': 'x-user', 'n:canary-by-header-pattern': 'a|b' })],
    asked: { headers: { 'x-user': 'xbx' } },
    expected: 'web',
  },
  {
    name: 'canary-by-cookie asks for always',
    source: 'canary',
    beside: [canary({ 'n:canary-by-cookie': 'lane' })],
    asked: { headers: { cookie: 'a=1; lane=always; b=2' } },
    expected: 'web-gray',
  },
  {
    name: 'a canary-by-cookie of another value',
    source: 'canary',
    beside: [canary({ 'n:canary-by-cookie': 'lane' })],
    asked: { headers: { cookie: 'lane=gray' } },
    expected: 'web',
  },
  {
    name: 'a header leaves the weight of the same canary without meaning',
    source: 'canary',
    beside: [canary({ 'n:canary-by-header': 'x-lane', 'n:canary-weight': '100' })],
    asked: {},
    expected: 'web',
  },
  {
    name: 'Higress reads the canary family under its own prefix too',
    source: 'canary',
    beside: [own('web-gray', { 'h:canary': 'true', 'h:canary-weight': '100' })],
    asked: {},
    expected: 'web-gray',
  },
  {
    name: 'a canary without a route of the same path is skipped',
    source: 'convert',
    beside: [{ ...canary({ 'n:canary-by-header': 'x-lane' }), path: '/other' }],
    asked: { path: '/other', headers: { 'x-lane': 'always' } },
    expected: 'web',
  },
  {
    name: 'a canary stands beside the route with the same matches only',
    source: 'convert',
    beside: [
      own('web-blue', { 'h:exact-match-header-x-user': '1' }),
      canary({ 'n:canary-weight': '100', 'h:exact-match-header-x-user': '1' }),
    ],
    asked: { headers: { 'x-user': '1' } },
    expected: 'web-gray',
  },
  {
    name: 'and not beside the others',
    source: 'convert',
    beside: [
      own('web-blue', { 'h:exact-match-header-x-user': '1' }),
      canary({ 'n:canary-weight': '100', 'h:exact-match-header-x-user': '1' }),
    ],
    asked: {},
    expected: 'web',
  },
  {
    name: 'exact-match-header',
    source: 'match',
    beside: [own('web-gray', { 'h:exact-match-header-X-User': '100' })],
    asked: { headers: { 'x-user': '100' } },
    expected: 'web-gray',
  },
  {
    name: 'prefix-match-header',
    source: 'match',
    beside: [own('web-gray', { 'h:prefix-match-header-x-user': 'vip-' })],
    asked: { headers: { 'x-user': 'vip-7' } },
    expected: 'web-gray',
  },
  {
    name: 'regex-match-header matches the whole value',
    source: 'match',
    beside: [own('web-gray', { 'h:regex-match-header-x-user': 'a+' })],
    asked: { headers: { 'x-user': 'aab' } },
    expected: 'web',
  },
  {
    name: 'headers and parameters are joined by AND',
    source: 'match',
    beside: [own('web-gray', { 'h:exact-match-header-x-user': '1', 'h:exact-match-query-group': 'gray' })],
    asked: { headers: { 'x-user': '1' } },
    expected: 'web',
  },
  {
    name: 'a parameter is compared as it stands in the URL',
    source: 'query',
    beside: [own('web-gray', { 'h:exact-match-query-q': 'a b' })],
    asked: { path: '/?q=a%20b' },
    expected: 'web',
  },
  {
    name: 'the first value of a parameter counts',
    source: 'query',
    beside: [own('web-gray', { 'h:exact-match-query-q': 'a' })],
    asked: { path: '/?q=b&q=a' },
    expected: 'web',
  },
  {
    name: 'match-method lists methods',
    source: 'match',
    beside: [own('web-gray', { 'h:match-method': 'post GET' })],
    asked: {},
    expected: 'web-gray',
  },
  {
    name: 'what is no method is left out, and none left asks for nothing',
    source: 'match',
    beside: [own('web-gray', { 'h:match-method': 'GOT', 'h:exact-match-header-x': '1' })],
    asked: { headers: { x: '1' } },
    expected: 'web-gray',
  },
  {
    name: 'a pseudo header is the path with its query',
    source: 'match',
    beside: [own('web-gray', { 'h:regex-match-pseudo-header-path': '/beta(\\?.*)?' })],
    asked: { path: '/beta?a=1' },
    expected: 'web-gray',
  },
  {
    name: 'a match annotation of another prefix ends the reading',
    source: 'match',
    beside: [
      own('web-gray', {
        'a.example.com/exact-match-header-x': '1',
        'h:exact-match-header-x-user': '1',
        'h:exact-match-query-q': '1',
      }),
    ],
    asked: { path: '/?q=1' },
    expected: 'web-gray',
  },
  {
    name: 'more headers go before more parameters',
    source: 'order',
    beside: [
      own('web-gray', { 'h:exact-match-query-a': '1', 'h:exact-match-query-b': '1' }),
      own('web-blue', { 'h:exact-match-header-x': '1' }),
    ],
    asked: { path: '/?a=1&b=1', headers: { x: '1' } },
    expected: 'web-blue',
  },
  {
    name: 'a method goes before headers',
    source: 'order',
    beside: [
      own('web-gray', { 'h:exact-match-header-x': '1', 'h:exact-match-header-y': '1' }),
      own('web-blue', { 'h:match-method': 'GET' }),
    ],
    asked: { headers: { x: '1', y: '1' } },
    expected: 'web-blue',
  },
  {
    name: 'the shorter list of methods goes first',
    source: 'order',
    beside: [own('web-gray', { 'h:match-method': 'GET HEAD' }), own('web-blue', { 'h:match-method': 'GET' })],
    asked: {},
    expected: 'web-blue',
  },
  {
    name: 'a longer path of the base goes before a condition on a shorter one',
    source: 'order',
    beside: [{ service: 'api', path: '/api' }, own('web-gray', { 'h:exact-match-header-x': '1' })],
    asked: { path: '/api/orders', headers: { x: '1' } },
    expected: 'api',
  },
  {
    name: 'an exact path goes before a longer prefix',
    source: 'order',
    beside: [
      { service: 'api', path: '/a', pathType: 'Exact' },
      { service: 'web-blue', path: '/a/b' },
    ],
    asked: { path: '/a' },
    expected: 'api',
  },
  {
    name: 'a pattern as path goes after prefixes',
    source: 'order',
    beside: [
      own('web-gray', { 'n:use-regex': 'true' }, { path: '/a.*', pathType: 'ImplementationSpecific' }),
      { service: 'api', path: '/a' },
    ],
    asked: { path: '/a/b' },
    expected: 'api',
  },
  {
    name: 'among equals the older goes first, then the name',
    source: 'order',
    beside: [
      own('web-blue', { 'h:prefix-match-header-x': 'a' }, { name: 'b' }),
      own('web-gray', { 'h:prefix-match-header-x': 'ab' }, { name: 'a' }),
    ],
    asked: { headers: { x: 'abc' } },
    expected: 'web-gray',
  },
  {
    name: 'a canary without ready pods falls back to its base',
    source: 'canary',
    beside: [{ ...canary({ 'n:canary-weight': '100' }), service: 'web-empty' }],
    asked: {},
    expected: 'web',
  },
  {
    name: 'a route of its own without ready pods does not',
    source: 'backend',
    beside: [own('web-empty', { 'h:exact-match-header-x': '1' })],
    asked: { headers: { x: '1' } },
    expected: '503',
  },
  {
    name: 'default-backend answers for it',
    source: 'backend',
    beside: [own('web-empty', { 'h:exact-match-header-x': '1', 'h:default-backend': 'web-blue' })],
    asked: { headers: { x: '1' } },
    expected: 'web-blue',
  },
  {
    name: 'default-backend of a namespace',
    source: 'backend',
    beside: [own('web-empty', { 'h:exact-match-header-x': '1', 'h:default-backend': 'default/web' })],
    asked: { headers: { x: '1' } },
    expected: 'web',
  },
  {
    name: 'a host that no Ingress names',
    source: 'convert',
    beside: [],
    asked: { host: 'other.example.com' },
    expected: '404',
  },
]

describe('a base route and what stands beside it', () => {
  it.each(cases)('$name', async ({ beside, asked, expected }) => {
    create({ service: 'web' })
    for (const rule of beside) create(rule)
    expect(await served(asked)).toBe(expected)
  })
})

describe('weights', () => {
  /** The percents that each of two canaries takes; the base has the rest. Source: `sources.weights`. */
  const splits: [
    string,
    [gray: Annotations, blue: Annotations],
    [web: number, gray: number, blue: number],
  ][] = [
    ['whole percents', [{ 'n:canary-weight': '20' }, { 'n:canary-weight': '5' }], [75, 20, 5]],
    [
      'fractions are cut off',
      [
        { 'n:canary-weight': '15', 'n:canary-weight-total': '1000' },
        { 'n:canary-weight': '5', 'n:canary-weight-total': '1000' },
      ],
      [99, 1, 0],
    ],
    ['53 of 100 are 52', [{ 'n:canary-weight': '53' }, { 'n:canary-weight': '0' }], [48, 52, 0]],
    ['more than the total', [{ 'n:canary-weight': '300' }, { 'n:canary-weight': '100' }], [0, 75, 25]],
    ['a weight that is none', [{ 'n:canary-weight': 'half' }, { 'n:canary-weight': '50' }], [50, 0, 50]],
  ]

  it.each(splits)('%s', async (_, [gray, blue], [web, ...rest]) => {
    create({ service: 'web' })
    create({ service: 'web-blue', annotations: { 'n:canary': 'true', ...blue }, name: 'b-blue' })
    create({ service: 'web-gray', annotations: { 'n:canary': 'true', ...gray }, name: 'a-gray' })
    const taken = new Map<string, number>()
    for (let place = 0; place < 100; place++) {
      draw = (place + 0.5) / 100
      const by = await served({})
      taken.set(by, (taken.get(by) ?? 0) + 1)
    }
    expect([taken.get('web') ?? 0, taken.get('web-gray') ?? 0, taken.get('web-blue') ?? 0]).toEqual([
      web,
      ...rest,
    ])
  })
})

describe('header control', () => {
  const ask = async (headers: Annotations): Promise<Annotations> => {
    const all = { host: 'shop.example.com', 'x-mse-tag': 'red', 'x-secret': '1', 'x-list': 'a', ...headers }
    return JSON.parse((await get(cluster.runtime.gateways.higress, '/headers', all)).body)
  }

  /** Sources: `sources.header`, and `sources.canary` for whose control it is. */
  it('is each Ingress’ own, removal first; a canary inherits none', async () => {
    create(own('web', { 'h:request-header-control-remove': 'x-mse-tag, x-secret' }))
    create(canary({ 'n:canary-by-header': 'x-lane' }))
    create(
      own('web-blue', {
        'h:exact-match-header-x-user': '1',
        'h:request-header-control-remove': 'x-list',
        'h:request-header-control-update': 'x-mse-tag blue\nx-note "two words"',
        'h:request-header-control-add': 'x-list b',
      }),
    )
    const base = await ask({})
    expect([base['x-mse-tag'], base['x-secret'], base['x-list']]).toEqual([undefined, undefined, 'a'])
    expect(await ask({ 'x-lane': 'always' })).toMatchObject({ 'x-mse-tag': 'red', 'x-secret': '1' })
    const lane = await ask({ 'x-user': '1' })
    expect(lane).toMatchObject({ 'x-mse-tag': 'blue', 'x-note': 'two words', 'x-list': 'b', 'x-secret': '1' })
    expect(Object.keys(lane).filter((name) => name.startsWith(':'))).toEqual([])
  })
})

type Group = {
  value: string
  logic?: string
  conditions: [type: string, key: string, operator: string, value: string[]][]
}

function plugin(config: object, spec: object = {}): void {
  cluster.store.create(
    higressKinds.wasmPlugins,
    {
      metadata: { name: 'tags', namespace: 'higress-system' },
      spec: {
        url: 'oci://registry.example.com/plugins/traffic-tag:1.0.0',
        matchRules: [{ ingress: ['default/web'], config }],
        ...spec,
      },
    },
    { manager: 'test' },
  )
}

const groupsOf = (groups: Group[]) => ({
  conditionGroups: groups.map(({ value, logic = 'and', conditions }) => ({
    headerName: 'x-choice',
    headerValue: value,
    logic,
    conditions: conditions.map(([conditionType, key, operator, wanted]) => ({
      conditionType,
      key,
      operator,
      value: wanted,
    })),
  })),
})

const place = (value: string) => Number(createHash('sha256').update(value).digest().readBigUInt64BE(0) % 100n)

describe('the tag plugin', () => {
  const gray = (...conditions: Group['conditions']): Group[] => [{ value: 'gray', conditions }]
  const file = 'plugins/wasm-go/extensions/traffic-tag/content.go'
  const pluginCases: { name: string; source: string; groups: Group[]; asked: Asked; expected: string }[] = [
    {
      name: 'sets a header that leads to another route',
      source: 'pkg/wrapper/plugin_wrapper.go DisableReroute: a changed header finds the route anew',
      groups: gray(['header', 'X-User', 'equal', ['1']]),
      asked: { headers: { 'x-user': '1' } },
      expected: 'web-gray',
    },
    {
      name: 'joins by AND',
      source: file,
      groups: gray(['header', 'a', 'equal', ['1']], ['header', 'b', 'prefix', ['x']]),
      asked: { headers: { a: '1', b: 'y' } },
      expected: 'web',
    },
    {
      name: 'joins by OR',
      source: file,
      groups: [
        {
          value: 'gray',
          logic: 'or',
          conditions: [
            ['header', 'a', 'equal', ['1']],
            ['header', 'b', 'prefix', ['x']],
          ],
        },
      ],
      asked: { headers: { b: 'xy' } },
      expected: 'web-gray',
    },
    {
      name: 'the first group that holds decides',
      source: file,
      groups: [
        { value: 'blue', conditions: [['header', 'a', 'in', ['1', '2']]] },
        { value: 'gray', conditions: [['header', 'a', 'equal', ['1']]] },
      ],
      asked: { headers: { a: '1' } },
      expected: 'web-blue',
    },
    {
      name: 'a missing value does not meet not_equal',
      source: file,
      groups: gray(['header', 'a', 'not_equal', ['1']]),
      asked: {},
      expected: 'web',
    },
    {
      name: 'another value does',
      source: file,
      groups: gray(['header', 'a', 'not_equal', ['1']]),
      asked: { headers: { a: '2' } },
      expected: 'web-gray',
    },
    {
      name: 'an operator that it does not know makes it do nothing at all',
      source: 'plugins/wasm-go/extensions/traffic-tag/parse.go',
      groups: [...gray(['header', 'a', 'not_exists', []]), ...gray(['header', 'b', 'equal', ['1']])],
      asked: { headers: { b: '1' } },
      expected: 'web',
    },
    {
      name: 'a pattern is looked for anywhere',
      source: file,
      groups: gray(['header', 'a', 'regex', ['b+']]),
      asked: { headers: { a: 'abba' } },
      expected: 'web-gray',
    },
    {
      name: 'reads a cookie by its name and the equals sign',
      source: 'plugins/wasm-go/extensions/traffic-tag/utils.go',
      groups: gray(['cookie', 'id', 'equal', ['a=b']]),
      asked: { headers: { cookie: 'uid=1; id=a=b' } },
      expected: 'web-gray',
    },
    {
      name: 'reads a parameter decoded',
      source: 'plugins/wasm-go/extensions/traffic-tag/utils.go',
      groups: gray(['parameter', 'q', 'equal', ['a b']]),
      asked: { path: '/?q=a%20b' },
      expected: 'web-gray',
    },
    {
      name: 'takes a value below the percentage',
      source: file,
      groups: gray(['header', 'uid', 'percentage', [String(place('user-1') + 1)]]),
      asked: { headers: { uid: 'user-1' } },
      expected: 'web-gray',
    },
    {
      name: 'and not one at it',
      source: file,
      groups: gray(['header', 'uid', 'percentage', [String(place('user-1'))]]),
      asked: { headers: { uid: 'user-1' } },
      expected: 'web',
    },
    {
      name: 'leaves a header that is there',
      source: 'plugins/wasm-go/extensions/traffic-tag/utils.go addTagHeader',
      groups: gray(['header', 'a', 'equal', ['1']]),
      asked: { headers: { a: '1', 'x-choice': 'blue' } },
      expected: 'web-blue',
    },
    {
      name: 'does nothing with a configuration that it refuses',
      source: 'plugins/wasm-go/extensions/traffic-tag/parse.go',
      groups: [
        { value: 'gray', conditions: [['header', 'a', 'equal', ['1']]] },
        { value: 'blue', conditions: [['header', 'a', 'percentage', ['101']]] },
      ],
      asked: { headers: { a: '1' } },
      expected: 'web',
    },
  ]

  const routes = () => {
    create({ service: 'web' })
    create(own('web-gray', { 'h:exact-match-header-x-choice': 'gray' }))
    create(own('web-blue', { 'h:exact-match-header-x-choice': 'blue' }))
  }

  it.each(pluginCases)('$name', async ({ groups, asked, expected }) => {
    routes()
    plugin(groupsOf(groups))
    expect(await served(asked)).toBe(expected)
  })

  const always = groupsOf([{ value: 'gray', conditions: [['header', 'host', 'prefix', ['']]] }])
  const blue = groupsOf([{ value: 'blue', conditions: [['header', 'host', 'prefix', ['']]] }])

  /** Source: https://higress.cn/en/docs/latest/plugins/intro (route before domain before global). */
  const rules: [string, object, string][] = [
    [
      'a rule for the Ingress goes before one for the host',
      {
        matchRules: [
          { domain: ['*.example.com'], config: blue },
          { ingress: ['default/web'], config: always },
        ],
      },
      'web-gray',
    ],
    ['a rule for the host', { matchRules: [{ domain: ['*.example.com'], config: blue }] }, 'web-blue'],
    ['the default where no rule is for a request', { matchRules: [], defaultConfig: always }, 'web-gray'],
    [
      'no default that is switched off',
      { matchRules: [], defaultConfig: always, defaultConfigDisable: true },
      'web',
    ],
    [
      'no rule that is switched off',
      { matchRules: [{ ingress: ['default/web'], config: always, configDisable: true }] },
      'web',
    ],
    ['no rule of another Ingress', { matchRules: [{ ingress: ['default/other'], config: always }] }, 'web'],
    [
      'no other plugin',
      { url: 'oci://registry.example.com/plugins/key-auth:1.0.0', defaultConfig: always },
      'web',
    ],
  ]

  it.each(rules)('obeys %s', async (_, spec, expected) => {
    routes()
    plugin({}, spec)
    expect(await served({})).toBe(expected)
  })

  /** Source: plugins/wasm-go/extensions/traffic-tag/weight.go. */
  it('draws by weight where no group holds, and has a default', async () => {
    routes()
    plugin({
      weightGroups: [{ headerName: 'x-choice', headerValue: 'gray', weight: 30 }],
      defaultTagKey: 'x-choice',
      defaultTagVal: 'blue',
    })
    draw = 0.29
    expect(await served({})).toBe('web-gray')
    draw = 0.3
    expect(await served({})).toBe('web-blue')
  })

  /** Source: pkg/ingress/config/ingress_config.go AddOrUpdateWasmPlugin. */
  it('is read in Higress’ own namespace only', async () => {
    routes()
    cluster.store.create(
      higressKinds.wasmPlugins,
      {
        metadata: { name: 'tags', namespace: 'default' },
        spec: { url: 'oci://registry.example.com/plugins/traffic-tag:1.0.0', defaultConfig: always },
      },
      { manager: 'test' },
    )
    expect(await served({})).toBe('web')
  })
})

it('counts in Envoy’s names, readable through the gateway’s pod', async () => {
  await cluster.available('web')
  create({ service: 'api', host: 'api.example.com' })
  await served({ host: 'api.example.com' })
  await served({ host: 'api.example.com', path: '/status/503' })
  const gateway = () =>
    cluster.store
      .list(kinds.pods, { namespace: 'higress-system' })
      .find(({ status }) => (status as { podIP?: string }).podIP !== undefined)
  await until(cluster.store, () => gateway() !== undefined)
  const pod = gateway()
  if (pod === undefined) throw new Error('no gateway pod')
  const text = (
    await cluster.runtime.podProxy(pod, 15020, '/stats/prometheus', '', 'GET', {})
  ).body.toString()
  const name = 'envoy_cluster_name="outbound|80||api.default.svc.cluster.local"'
  expect(text).toContain(`envoy_cluster_upstream_rq_xx{${name},envoy_response_code_class="5"} 1`)
  expect(text).toContain(`envoy_cluster_upstream_rq_total{${name}}`)
})
