import { describe, expect, it } from 'vitest'
import type { Condition } from '@/lib/domain/condition'
import { Entry } from '@/lib/domain/entry'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { RouteRule } from '@/lib/domain/route-rule'
import { mse } from './mse'
import type { CheckContext, Routes } from './provider'
import { routeNames } from './route-names'
import { readBase } from './testdata/read-case'

const settings = mse.settings.parse({})
const context: CheckContext = {
  lanes: [],
  application: undefined,
  tagHeader: 'x-mse-tag',
  tagPolicy: 'closed',
}
const entry = (more: object = {}) =>
  Entry.parse({
    name: 'web',
    provider: 'mse',
    application: 'web',
    host: 'shop.example.com',
    paths: [{ path: '/' }],
    ...more,
  })

const header = (value: string, name = 'x-user'): Condition => ({
  source: 'header',
  name,
  operator: 'exact',
  value,
})
const query = (value: string): Condition => ({ source: 'query', name: 'group', operator: 'exact', value })
const cookie = (value: string): Condition => ({ source: 'cookie', name: 'uid', operator: 'exact', value })
const rule = (name: string, lane: string, ...match: Condition[][]): RouteRule => ({
  name,
  match,
  targets: [{ lane, weight: 1 }],
})
const check = (...rules: RouteRule[]) =>
  mse
    .check(rules, entry(), context)
    .map(({ code, rule: first, otherRule }) => [code, first, otherRule].filter(Boolean).join(' '))

describe('mse.check', () => {
  it.each<[string, RouteRule[], string[]]>([
    [
      'a header before a cookie, which is the gateway’s own order',
      [rule('a', 'gray', [header('1')]), rule('b', 'blue', [cookie('1')])],
      [],
    ],
    [
      'a cookie before a header',
      [rule('a', 'gray', [cookie('1')]), rule('b', 'blue', [header('1')])],
      ['Order a b'],
    ],
    [
      'a header and a query that one request may have',
      [rule('a', 'gray', [header('1')]), rule('b', 'blue', [query('1')])],
      ['Order a b'],
    ],
    ['the same, to one lane', [rule('a', 'gray', [header('1')]), rule('b', 'gray', [query('1')])], []],
    [
      'values of one header that exclude each other',
      [rule('a', 'gray', [header('1')]), rule('b', 'blue', [header('2')])],
      [],
    ],
    [
      'both headers of one request',
      [rule('a', 'gray', [header('1')]), rule('b', 'blue', [header('1', 'y')])],
      ['Order a b'],
    ],
    [
      'one branch that clashes',
      [rule('a', 'gray', [header('1')]), rule('b', 'blue', [header('2')], [query('1')])],
      ['Order a b'],
    ],
    ['two headers in one branch', [rule('a', 'gray', [header('1'), header('1', 'y')])], ['And a']],
    ['a cookie and anything', [rule('a', 'gray', [cookie('1'), header('1')])], ['And a']],
    ['a value with characters that annotations lose', [rule('a', 'gray', [header('a=b')])], ['Value a']],
    [
      'a pattern with such characters',
      [rule('a', 'gray', [{ source: 'header', name: 'x', operator: 'regex', value: 'a{1,3}' }])],
      ['Value a'],
    ],
    ['a value with a space at its end', [rule('a', 'gray', [header('a ')])], ['Value a']],
  ])('%s', (_, rules, expected) => {
    expect(check(...rules)).toEqual(expected)
  })

  it('says both rules and the order that the gateway keeps', () => {
    const [found] = mse.check(
      [rule('a', 'gray', [cookie('1')]), rule('b', 'blue', [header('1')])],
      entry(),
      context,
    )
    expect(found?.message).toMatchObject({
      reason: 'checks.gatewayOrder',
      params: { rule: 'a', otherRule: 'b', precedence: { reason: 'checks.orderByKind' } },
    })
  })
})

describe('mse.findBase', () => {
  const base = readBase('mse')
  const find = (objects: KubeObject[], more: object = {}, own: object = {}) =>
    mse.findBase(entry(more), mse.settings.parse(own), objects)
  const problem = (...input: Parameters<typeof find>) => {
    const found = find(...input)
    return 'problem' in found ? found.problem.code : null
  }
  const copy = (change: (ingress: KubeObject) => void): KubeObject => {
    const ingress = structuredClone(base)
    change(ingress)
    return ingress
  }

  it('finds host and paths, with the Service they lead to', () => {
    expect(find([base])).toMatchObject({
      host: 'shop.example.com',
      paths: [{ path: '/', type: 'Prefix' }],
      service: { name: 'web', port: 80 },
    })
  })

  it('takes every path to the Service when the entry names none', () => {
    const service = { name: 'web', port: 80 }
    const found = mse.findBase(entry({ paths: undefined }), settings, [base], service)
    expect(found).toMatchObject({ paths: [{ path: '/' }, { path: '/healthz' }] })
  })

  it('takes ImplementationSpecific for Prefix and keeps it', () => {
    const old = copy(({ spec }) => {
      const text = JSON.stringify(spec).replaceAll('"Prefix"', '"ImplementationSpecific"')
      Object.assign(spec as object, JSON.parse(text))
    })
    expect(find([old])).toMatchObject({ paths: [{ path: '/', type: 'ImplementationSpecific' }] })
  })

  it('leaves canaries, other hosts, other paths and other classes aside', () => {
    const canary = copy(({ metadata }) =>
      Object.assign(metadata, {
        name: 'web-gray',
        annotations: { 'nginx.ingress.kubernetes.io/canary': 'true' },
      }),
    )
    expect(problem([base, canary])).toBeNull()
    expect(problem([canary])).toBe('NoBaseRoute')
    expect(problem([base], { host: 'nobody.example.com' })).toBe('NoBaseRoute')
    expect(problem([base], { host: undefined })).toBe('NoBaseRoute')
    expect(problem([base], { paths: [{ path: '/api' }] })).toBe('NoBaseRoute')
    expect(problem([base], { paths: [{ path: '/', type: 'Exact' }] })).toBe('NoBaseRoute')
    expect(problem([base], {}, { ingressClassName: 'nginx' })).toBe('NoBaseRoute')
  })

  it('knows the older class annotation, and copies the way the base has it', () => {
    const old = copy((ingress) => {
      Object.assign(ingress.metadata, { annotations: { 'kubernetes.io/ingress.class': 'mse' } })
      delete (ingress.spec as { ingressClassName?: string }).ingressClassName
    })
    const found = find([old], {}, { ingressClassName: 'mse' })
    if ('problem' in found) throw new Error(found.problem.code)
    const target = { lane: 'gray', weight: 1, service: { name: 'g', port: 80 }, setTag: 'gray' }
    const rules = [{ name: 'r', match: [[header('1')]], targets: [target] }]
    const routes = {
      entry: 'web',
      host: found.host,
      paths: found.paths,
      base: { service: target.service },
      tagHeader: 'x',
      tagPolicy: 'open' as const,
      rules,
    }
    const [canary] = mse.render(routes, found, settings).objects
    expect(canary?.metadata.annotations).toMatchObject({ 'kubernetes.io/ingress.class': 'mse' })
    expect(canary?.spec).not.toHaveProperty('ingressClassName')
  })

  it('takes the one of its usual class where others claim the same', () => {
    const other = copy((ingress) => {
      Object.assign(ingress.metadata, { name: 'other' })
      Object.assign(ingress.spec as object, { ingressClassName: 'higress' })
    })
    expect(find([other, base])).toMatchObject({ object: { metadata: { name: 'web' } } })
    expect(find([other])).toMatchObject({ object: { metadata: { name: 'other' } } })
  })

  it('refuses two that claim the same, and paths that lead to different Services', () => {
    const twin = copy(({ metadata }) => Object.assign(metadata, { name: 'twin' }))
    const split = copy(({ spec }) => {
      const text = JSON.stringify(spec).replace('"name":"web"', '"name":"old"')
      Object.assign(spec as object, JSON.parse(text))
    })
    expect(problem([base, twin])).toBe('SeveralBaseRoutes')
    expect(problem([split], { paths: [{ path: '/' }, { path: '/healthz', type: 'Exact' }] })).toBe(
      'BaseRouteSplit',
    )
  })
})

describe('mse.addresses', () => {
  const addresses = (...ingress: object[]) => {
    const object = { ...readBase('mse'), status: { loadBalancer: { ingress } } }
    return mse.addresses({ object, host: undefined, paths: [], service: { name: 'web', port: 80 } }, [])
  }

  it('reads ip, host name and ports', () => {
    expect(addresses({ ip: '127.0.0.1', ports: [{ port: 8080, protocol: 'TCP' }] })).toEqual([
      'http://127.0.0.1:8080',
    ])
    expect(addresses({ hostname: 'lb.example.com' }, { ip: '::1' })).toEqual([
      'http://lb.example.com:80',
      'http://[::1]:80',
    ])
    expect(addresses({})).toEqual([])
  })
})

describe('mse.render', () => {
  it('does not add the tag header to a list that has it', () => {
    const base = readBase('mse')
    const key = 'mse.ingress.kubernetes.io/request-header-control-remove'
    const own = { ...base, metadata: { ...base.metadata, annotations: { [key]: 'a, X-MSE-Tag' } } }
    const found = mse.findBase(entry(), settings, [own])
    if ('problem' in found) throw new Error(found.problem.code)
    const routes = {
      entry: 'web',
      host: found.host,
      paths: found.paths,
      base: { service: { name: 'web', port: 80 } },
      tagHeader: 'x-mse-tag',
      tagPolicy: 'closed' as const,
      rules: [],
    }
    expect(mse.render(routes, found, settings).edits).toEqual([])
  })
})

describe('mse.read', () => {
  it('cannot tell what a canary of ours says in other words', () => {
    const base = readBase('mse')
    const found = mse.findBase(entry(), settings, [base])
    if ('problem' in found) throw new Error(found.problem.code)
    const annotations = {
      'nginx.ingress.kubernetes.io/canary': 'true',
      'nginx.ingress.kubernetes.io/canary-by-header': 'x-user',
    }
    const strange = {
      ...base,
      metadata: { name: 'web-gray', labels: { 'lanekeeper.io/lane': 'gray' }, annotations },
    }
    expect(mse.read([strange], found, settings)).toBeNull()
  })
})

describe('routeNames', () => {
  it('numbers a lane’s branches, and leaves out a number that is another lane’s name', () => {
    expect(routeNames('web', ['gray', 'blue', 'gray', 'gray'])).toEqual([
      'web-gray',
      'web-blue',
      'web-gray-2',
      'web-gray-3',
    ])
    expect(routeNames('web', ['gray', 'gray', 'gray-2'])).toEqual(['web-gray', 'web-gray-3', 'web-gray-2'])
  })
})

describe('two entries of one host', () => {
  const base = readBase('mse')
  const at = (path: string) => {
    const found = mse.findBase(
      entry({ paths: [{ path, type: path === '/' ? 'Prefix' : 'Exact' }] }),
      settings,
      [base],
    )
    if ('problem' in found) throw new Error(found.problem.code)
    return found
  }
  const routesAt = (path: string, value: string): Routes => ({
    entry: 'web',
    host: 'shop.example.com',
    paths: at(path).paths,
    base: { service: { name: 'web', port: 80 } },
    tagHeader: 'x-mse-tag',
    tagPolicy: 'open',
    rules: [
      {
        name: value,
        match: [[header(value)]],
        targets: [{ lane: 'gray', weight: 1, service: { name: 'web-gray', port: 80 }, setTag: 'gray' }],
      },
    ],
  })

  it('are read each by its own paths', () => {
    const objects = (['/', '/healthz'] as const).flatMap(
      (path) => mse.render(routesAt(path, `at ${path}`), at(path), settings).objects,
    )
    const rulesAt = (path: string) => mse.read(objects, at(path), settings)?.rules.map(({ name }) => name)
    expect([rulesAt('/'), rulesAt('/healthz')]).toEqual([['at /'], ['at /healthz']])
  })
})
