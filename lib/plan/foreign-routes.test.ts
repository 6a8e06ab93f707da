import { describe, expect, it } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import { simulate } from '@/lib/domain/simulate'
import { mall } from '@/lib/domain/testdata/mall'
import { foreignRoutes } from './foreign-routes'

const metadata = (name: string, extra: Partial<KubeObject['metadata']> = {}) => ({
  name,
  namespace: 'default',
  ...extra,
})

function ingress(
  name: string,
  host: string,
  path: string,
  extra: Partial<KubeObject['metadata']> = {},
): KubeObject {
  const backend = { service: { name: `${name}-svc`, port: { number: 80 } } }
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadata(name, extra),
    spec: { rules: [{ host, http: { paths: [{ path, pathType: 'Prefix', backend }] } }] },
  }
}

function route(matches: object[], hostnames = ['example.com']): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: metadata('hand'),
    spec: {
      parentRefs: [{ name: 'public' }],
      hostnames,
      rules: [{ matches, backendRefs: [{ name: 'x', port: 80 }] }],
    },
  }
}

function virtualService(http: object[], gateways: string[]): KubeObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: metadata('hand'),
    spec: { hosts: ['example.com'], gateways, http },
  }
}

const canary = (annotations: Record<string, string>) => ({
  annotations: { 'nginx.ingress.kubernetes.io/canary': 'true', ...annotations },
})
const own = { [labelKeys.installation]: 'here', [labelKeys.group]: 'mall' }
const base = ingress('spring-cloud-a', 'example.com', '/')

function found(...objects: KubeObject[]) {
  const document = mall()
  const [entry] = document.spec.entries
  if (entry === undefined) throw new Error('no entry')
  const service = { name: 'spring-cloud-a', port: 20001 }
  return foreignRoutes({
    document,
    installation: 'here',
    entry,
    base: { object: base, host: 'example.com', paths: [{ path: '/', type: 'Prefix' }], service },
    objects: [base, ...objects],
  })
}

describe('foreignRoutes', () => {
  it.each<[string, KubeObject, string | null]>([
    ['an Ingress on the host and path', ingress('other', 'example.com', '/'), 'ForeignRoute'],
    [
      'an Ingress of another namespace',
      ingress('other', 'example.com', '/', { namespace: 'far' }),
      'ForeignRoute',
    ],
    ['an Ingress on another host', ingress('other', 'other.com', '/'), null],
    ['an Ingress on another path', ingress('other', 'example.com', '/b'), null],
    ['a canary', ingress('other', 'example.com', '/', canary({})), 'ForeignBranch'],
    ["this group's lane", ingress('a-gray', 'example.com', '/', { ...canary({}), labels: own }), null],
    [
      "another group's lane",
      ingress('a-fix', 'example.com', '/', { ...canary({}), labels: { ...own, [labelKeys.group]: 'x' } }),
      'ForeignBranch',
    ],
    ['an HTTPRoute', route([{ path: { type: 'PathPrefix', value: '/' } }]), 'ForeignRoute'],
    ['an HTTPRoute for any path', route([]), 'ForeignRoute'],
    ['an HTTPRoute for another host', route([], ['other.com']), null],
    ['a VirtualService on a gateway', virtualService([{ route: [] }], ['public']), 'ForeignRoute'],
    ['a VirtualService of the mesh', virtualService([{ route: [] }], ['mesh']), null],
    [
      'a VirtualService on a path',
      virtualService([{ match: [{ uri: { prefix: '/b' } }] }], ['public']),
      null,
    ],
  ])('%s', (_, object, code) => {
    expect(found(object).map((notice) => notice.code)).toEqual(code === null ? [] : [code])
  })

  it.each<[string, KubeObject, object]>([
    [
      'the conditions of a canary',
      ingress(
        'other',
        'example.com',
        '/',
        canary({
          'nginx.ingress.kubernetes.io/canary-by-header': 'x-team',
          'nginx.ingress.kubernetes.io/canary-by-header-value': 'qa',
        }),
      ),
      { headers: { 'x-team': 'qa' }, query: { group: 'gray' } },
    ],
    [
      'the conditions of an HTTPRoute',
      route([{ headers: [{ name: 'x-team', value: 'qa' }] }]),
      { headers: { 'x-team': 'qa' }, query: { group: 'gray' } },
    ],
    [
      'the conditions of a VirtualService',
      virtualService([{ match: [{ headers: { 'x-team': { prefix: 'q' } } }], route: [] }], ['public']),
      { headers: { 'x-team': 'q' }, query: { group: 'gray' } },
    ],
    [
      'conditions that exclude those of the lane',
      route([{ queryParams: [{ name: 'group', value: 'blue' }] }]),
      { query: { group: 'blue' } },
    ],
  ])('shows a request that meets %s', (_, object, request) => {
    const [notice] = found(object)
    expect(notice?.counterExample).toMatchObject({ entry: 'web', host: 'example.com', ...request })
    const sample = notice?.counterExample
    expect(sample && simulate(mall(), sample).lane).toBe(notice?.params?.lane)
  })

  it('says in which other namespace a route is', () => {
    const [notice] = found(ingress('other', 'example.com', '/', { namespace: 'far' }))
    expect(notice?.params).toMatchObject({ name: 'far/other' })
  })
})
