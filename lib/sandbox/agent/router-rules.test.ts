import { describe, expect, it } from 'vitest'
import type { Pod } from '@/lib/sandbox/shapes/pod'
import type { RouterHttp, RouterRoute, TrafficRouter } from '@/lib/sandbox/shapes/traffic-router'
import type { OutboundRequest } from './router-match'
import { compileRouter } from './router-rules'

function pod(name: string, tag?: string): Pod {
  const labels = { app: name, ...(tag && { 'alicloud.service.tag': tag }) }
  const metadata = {
    name,
    namespace: 'default',
    uid: name,
    resourceVersion: '1',
    creationTimestamp: '',
    labels,
  }
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [] } }
}

const zuul = pod('zuul')
const pods: Record<string, Pod[]> = {
  a: [pod('a-base'), pod('a-gray', 'gray'), pod('a-blue', 'blue')],
  other: [pod('other-base'), pod('other-gray', 'gray')],
}

const spec = 'opensergo-specification: specification/zh-Hans/traffic-routing.md'
const virtualService = 'https://istio.io/latest/docs/reference/config/networking/virtual-service/'
const tagRouting = 'https://help.aliyun.com/document_detail/170454.html'
const passThrough = 'https://help.aliyun.com/zh/mse/user-guide/configure-an-end-to-end-canary-release'
const parser = 'spring-cloud-alibaba 2.2.x: OpenSergoTrafficRouterParser.java'

const gray: RouterRoute = {
  destination: { host: 'a', subset: 'gray', fallback: { host: 'a', subset: 'base' } },
}
const base: RouterHttp = { name: 'base', route: [{ destination: { host: 'a', subset: 'base' } }] }
const when = (match: RouterHttp['match'], route: RouterRoute = gray): RouterHttp => ({
  name: 'r',
  match,
  route: [route],
})

type Case = {
  says: string
  source: string
  http: RouterHttp[]
  request?: Partial<OutboundRequest>
  caller?: Pod
  /** The draw, from 0 up to 1. */
  draw?: number
  /** Applications without pods of a tag. */
  without?: string
  /** The pods that may take it; `agent` where the list decides nothing. */
  to: string[] | 'agent'
  tag?: string
}

const cases: Case[] = [
  {
    says: 'an exact header, whatever the case of its name',
    source: `${parser}: header names of a servlet are lower case`,
    http: [when([{ headers: { 'X-User': { exact: 'me' } } }]), base],
    request: { headers: { 'x-user': 'me' } },
    to: ['a-gray'],
  },
  {
    says: 'values are told apart by case',
    source: `${virtualService}#StringMatch: exact string match`,
    http: [when([{ headers: { 'x-user': { exact: 'me' } } }]), base],
    request: { headers: { 'x-user': 'Me' } },
    to: ['a-base'],
  },
  {
    says: 'a prefix of a header',
    source: `${virtualService}#StringMatch: prefix-based match`,
    http: [when([{ headers: { 'x-user': { prefix: 'vip-' } } }]), base],
    request: { headers: { 'x-user': 'vip-7' } },
    to: ['a-gray'],
  },
  {
    says: 'an expression must match the whole value',
    source: `${virtualService}#StringMatch: RE2 style regex-based match`,
    http: [when([{ headers: { 'x-user': { regex: '[0-9]+' } } }]), base],
    request: { headers: { 'x-user': 'a12' } },
    to: ['a-base'],
  },
  {
    says: 'an expression that matches the whole value',
    source: `${virtualService}#StringMatch: RE2 style regex-based match`,
    http: [when([{ headers: { 'x-user': { regex: '[0-9]+' } } }]), base],
    request: { headers: { 'x-user': '12' } },
    to: ['a-gray'],
  },
  {
    says: 'a header that is absent meets no expression',
    source: `${spec}: headers`,
    http: [when([{ headers: { 'x-user': { regex: '.*' } } }]), base],
    to: ['a-base'],
  },
  {
    says: 'an entry whose expression is none never matches, even by its other alternatives',
    source: 'https://github.com/google/re2/wiki/Syntax: (?=re) is not supported',
    http: [when([{ headers: { x: { regex: '(?=a)' } } }, { headers: { y: { exact: '1' } } }]), base],
    request: { headers: { y: '1' } },
    to: ['a-base'],
  },
  {
    says: 'a query parameter, as the first document asks for it',
    source: `${tagRouting}: name=xiaoming`,
    http: [when([{ queryParams: { name: { exact: 'xiaoming' } } }]), base],
    request: { query: '?name=xiaoming' },
    to: ['a-gray'],
  },
  {
    says: 'a query parameter is decoded, and its first value counts',
    source: `${spec}: queryParams`,
    http: [when([{ queryParams: { name: { exact: '小明' } } }]), base],
    request: { query: '?name=%E5%B0%8F%E6%98%8E&name=x' },
    to: ['a-gray'],
  },
  {
    says: 'the name of a query parameter is told apart by case',
    source: `${virtualService}#HTTPMatchRequest: query parameters are case-sensitive`,
    http: [when([{ queryParams: { name: { exact: 'xiaoming' } } }]), base],
    request: { query: '?Name=xiaoming' },
    to: ['a-base'],
  },
  {
    says: 'a cookie by an expression over its header',
    source: `${virtualService}#HTTPMatchRequest: cookie regex of the example`,
    http: [when([{ headers: { cookie: { regex: '^(.*?;\\s*)?(user=jason)(;.*)?$' } } }]), base],
    request: { headers: { cookie: 'a=b; user=jason' } },
    to: ['a-gray'],
  },
  {
    says: 'conditions of one alternative are all needed',
    source: `${spec}: fields of one match are joined by AND`,
    http: [when([{ headers: { x: { exact: '1' } }, queryParams: { y: { exact: '1' } } }]), base],
    request: { headers: { x: '1' } },
    to: ['a-base'],
  },
  {
    says: 'one of several alternatives is enough',
    source: `${spec}: entries of match are joined by OR`,
    http: [when([{ headers: { x: { exact: '1' } } }, { queryParams: { y: { exact: '1' } } }]), base],
    request: { query: '?y=1' },
    to: ['a-gray'],
  },
  {
    says: 'the first entry that matches decides',
    source: `${spec}: http is an ordered list`,
    http: [
      when([{ headers: { x: { prefix: '' } } }], { destination: { host: 'a', subset: 'blue' } }),
      when([{ headers: { x: { exact: '1' } } }]),
      base,
    ],
    request: { headers: { x: '1' } },
    to: ['a-blue'],
  },
  {
    says: 'a header that must not have a value is met by its absence',
    source: `${virtualService}#HTTPMatchRequest: withoutHeaders`,
    http: [when([{ withoutHeaders: { 'x-user': { exact: 'me' } } }]), base],
    to: ['a-gray'],
  },
  {
    says: 'a header that must not have a value and has it',
    source: `${virtualService}#HTTPMatchRequest: withoutHeaders`,
    http: [when([{ withoutHeaders: { 'x-user': { exact: 'me' } } }]), base],
    request: { headers: { 'x-user': 'me' } },
    to: ['a-base'],
  },
  {
    says: 'the path without its query',
    source: `${virtualService}#HTTPMatchRequest: uri`,
    http: [when([{ uri: { exact: '/a' } }]), base],
    request: { path: '/a', query: '?x=1' },
    to: ['a-gray'],
  },
  {
    says: 'the path in any case where that is asked for',
    source: `${virtualService}#HTTPMatchRequest: ignoreUriCase`,
    http: [when([{ uri: { prefix: '/Shop' }, ignoreUriCase: true }]), base],
    request: { path: '/shop/1' },
    to: ['a-gray'],
  },
  {
    says: 'the method',
    source: `${virtualService}#HTTPMatchRequest: method`,
    http: [when([{ method: { exact: 'POST' } }]), base],
    request: { method: 'POST' },
    to: ['a-gray'],
  },
  {
    says: 'the authority without its port',
    source: `${virtualService}#HTTPMatchRequest: authority`,
    http: [when([{ authority: { exact: 'example.com' } }]), base],
    request: { headers: { host: 'Example.com:8086' } },
    to: ['a-gray'],
  },
  {
    says: 'the caller by its labels',
    source: `${virtualService}#HTTPMatchRequest: sourceLabels`,
    http: [when([{ sourceLabels: { app: 'zuul' } }]), base],
    to: ['a-gray'],
  },
  {
    says: 'another caller',
    source: `${virtualService}#HTTPMatchRequest: sourceLabels`,
    http: [when([{ sourceLabels: { app: 'shop' }, sourceNamespace: 'default' }]), base],
    to: ['a-base'],
  },
  {
    says: 'falls back while the subset has no instance, and keeps the tag',
    source: `${spec}: fallback is used when the instance list of the subset is empty; ${tagRouting}`,
    http: [when([{ headers: { 'x-mse-tag': { exact: 'gray' } } }]), base],
    request: { headers: { 'x-mse-tag': 'gray' } },
    without: 'gray',
    to: ['a-base'],
    tag: 'gray',
  },
  {
    says: 'falls back to another application',
    source: `${spec}: fallback.host`,
    http: [
      when([{ uri: { prefix: '/' } }], {
        destination: { host: 'a', subset: 'red', fallback: { host: 'other', subset: 'gray' } },
      }),
    ],
    to: ['other-gray'],
  },
  {
    says: 'without a fallback an empty subset has no instance, and no later entry is tried',
    source: `${spec}: fallback is optional`,
    http: [when([{ uri: { prefix: '/' } }], { destination: { host: 'a', subset: 'red' } }), base],
    to: [],
  },
  {
    says: 'the base subset is what carries no tag',
    source: `${tagRouting}: untagged instances`,
    http: [base],
    to: ['a-base'],
  },
  {
    says: 'no subset means the untagged instances as well',
    source: `${spec}: subset`,
    http: [{ route: [{ destination: { host: 'a' } }] }],
    to: ['a-base'],
  },
  {
    says: 'weights are relative: below the first share',
    source: `${virtualService}#HTTPRouteDestination: weight/(sum of all weights)`,
    http: [
      {
        route: [
          { ...gray, weight: 3 },
          { destination: { subset: 'base' }, weight: 9 },
        ],
      },
    ],
    draw: 0.24,
    to: ['a-gray'],
  },
  {
    says: 'weights are relative: above the first share',
    source: `${virtualService}#HTTPRouteDestination: weight/(sum of all weights)`,
    http: [
      {
        route: [
          { ...gray, weight: 3 },
          { destination: { subset: 'base' }, weight: 9 },
        ],
      },
    ],
    draw: 0.26,
    to: ['a-base'],
  },
  {
    says: 'one route takes all, whatever its weight',
    source: `${virtualService}#HTTPRouteDestination: if there is only one destination, it receives all traffic`,
    http: [{ route: [{ ...gray, weight: 0 }] }],
    to: ['a-gray'],
  },
  {
    says: 'an entry whose weights are all 0 is passed over',
    source: `${spec}: weight`,
    http: [
      {
        route: [
          { ...gray, weight: 0 },
          { destination: { subset: 'blue' }, weight: 0 },
        ],
      },
      base,
    ],
    to: ['a-base'],
  },
  {
    says: 'link pass-through: the route sets the tag',
    source: passThrough,
    http: [
      when([{ queryParams: { name: { exact: 'xiaoming' } } }], {
        ...gray,
        headers: { request: { set: { 'X-MSE-Tag': 'gray' } } },
      }),
    ],
    request: { query: '?name=xiaoming' },
    to: ['a-gray'],
    tag: 'gray',
  },
  {
    says: 'a client’s tag is taken off where the route removes it',
    source: `${virtualService}#Headers-HeaderOperations: remove`,
    http: [{ ...base, headers: { request: { remove: ['x-mse-tag'] } } }],
    request: { headers: { 'x-mse-tag': 'blue' } },
    to: ['a-base'],
  },
  {
    says: 'the edits of the destination come after those of the entry',
    source: `${virtualService}#HTTPRouteDestination: headers`,
    http: [
      {
        route: [{ ...gray, headers: { request: { set: { 'x-mse-tag': 'gray' } } } }],
        headers: { request: { set: { 'x-mse-tag': 'blue' } } },
      },
    ],
    to: ['a-gray'],
    tag: 'gray',
  },
  {
    says: 'what meets no entry is left to the agent',
    source: `${tagRouting}: requests that match no rule`,
    http: [when([{ headers: { x: { exact: '1' } } }])],
    to: 'agent',
  },
]

function router(http: RouterHttp[]): TrafficRouter {
  const metadata = { name: 'a', namespace: 'default', uid: 'u', resourceVersion: '1', creationTimestamp: '' }
  return {
    apiVersion: 'traffic.opensergo.io/v1alpha1',
    kind: 'TrafficRouter',
    metadata: { ...metadata, labels: { app: 'a' } },
    spec: { hosts: ['a'], http },
  }
}

describe('the rules of a TrafficRouter', () => {
  it.each(cases)('$says', ({ source, http, request, caller = zuul, draw = 0, without, to, tag }) => {
    expect(source).not.toBe('')
    const instancesOf = (name: string) =>
      (pods[name] ?? []).filter(
        ({ metadata }) => !without || metadata.labels?.['alicloud.service.tag'] !== without,
      )
    const rules = compileRouter(router(http), instancesOf, () => draw)
    const decision = rules.route(caller, { method: 'GET', path: '/a', query: '', headers: {}, ...request })
    expect(decision?.pods.map(({ metadata }) => metadata.name) ?? 'agent').toEqual(to)
    expect(decision?.headers ?? {}).toEqual(tag === undefined ? {} : { 'x-mse-tag': tag })
  })

  it('names the entry whose expression is none', () => {
    const { faults } = compileRouter(router([when([{ uri: { regex: '(' } }]), base]), () => [], Math.random)
    expect(faults.map(({ entry }) => entry)).toEqual(['r'])
  })

  it('lets a tagged pod colour unless its application’s rules lead to the tag without setting it', () => {
    const colours = (http: RouterHttp[]) => compileRouter(router(http), () => [], Math.random).colours('gray')
    const set = { ...gray, headers: { request: { set: { 'x-mse-tag': 'gray' } } } }
    expect(colours([base])).toBe(true)
    expect(colours([{ route: [gray] }, base])).toBe(false)
    expect(colours([{ route: [gray] }, { route: [set] }, base])).toBe(true)
  })
})
