import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { demoGateway } from '@/lib/sandbox/demo/gateway-objects'
import {
  applicationManifest,
  get,
  startTestCluster,
  type TestCluster,
  until,
} from '@/lib/sandbox/runtime-for-tests'
import type { Condition } from '@/lib/sandbox/shapes/gateway'
import type { HttpRoute, HttpRouteRule } from '@/lib/sandbox/shapes/http-route'
import { gatewayApiKinds } from '@/lib/sandbox/store/custom/gateway-api-kinds'

const { gateways, gatewayClasses, httpRoutes, referenceGrants } = gatewayApiKinds
let draw = 0
let cluster: TestCluster

beforeAll(async () => {
  cluster = await startTestCluster(() => draw)
  const applications = ['web', 'web-gray', 'web-empty']
  for (const name of applications)
    cluster.create(applicationManifest(name, { replicas: name === 'web-empty' ? 0 : 1 }))
  await cluster.available(...applications)
})

afterAll(() => cluster.close())

afterEach(() => {
  draw = 0
  for (const kind of [httpRoutes, referenceGrants]) {
    for (const { metadata } of cluster.store.list(kind))
      cluster.store.remove(kind, metadata.namespace, metadata.name)
  }
})

function createRoute(name: string, rules: HttpRouteRule[], { namespace = 'default', ...more } = {}): void {
  const spec = {
    parentRefs: [{ ...demoGateway }],
    hostnames: ['shop.example.com'],
    rules,
    ...more,
  }
  const route = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name }, spec }
  cluster.create(JSON.stringify(route), namespace)
}

const ask = (path: string, headers: Record<string, string> = {}) =>
  get(cluster.runtime.gateways['gateway-api'], path, { host: 'shop.example.com', ...headers })

/** The Service whose pod answered, or the status where none did. */
async function served(path: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await ask(path, headers)
  const pod = answer.headers['x-pod']
  return pod === undefined ? String(answer.status) : pod.replace(/-[^-]+-[^-]+$/, '')
}

const to = (name: string, weight = 1) => ({ name, port: 80, weight })

function conditionsOf(name: string, namespace = 'default'): Record<string, string> {
  const route = cluster.store.get(httpRoutes, namespace, name) as HttpRoute | undefined
  const conditions = route?.status?.parents.flatMap((parent) => parent.conditions ?? []) ?? []
  return Object.fromEntries(conditions.map(({ type, status, reason }) => [type, `${status} ${reason}`]))
}

const settled = (name: string, type: string, expected: string) =>
  until(
    cluster.store,
    () => conditionsOf(name)[type] === expected,
    () => JSON.stringify(conditionsOf(name)),
  )

describe('requests', () => {
  it('go to the pods of the backends, by weight', async () => {
    createRoute('web', [{ backendRefs: [to('web', 3), to('web-gray', 1)] }])
    expect(await served('/')).toBe('web')
    draw = 0.74
    expect(await served('/')).toBe('web')
    draw = 0.75
    expect(await served('/')).toBe('web-gray')
  })

  it('find 404 without a route, 500 at a backend that is not there, 503 at one without ready pods', async () => {
    expect(await served('/')).toBe('404')
    const path = (value: string) => [{ path: { type: 'PathPrefix', value } }]
    createRoute('web', [
      { matches: path('/missing'), backendRefs: [to('missing')] },
      { matches: path('/empty'), backendRefs: [to('web-empty')] },
      { matches: path('/none'), backendRefs: [to('web', 0)] },
    ])
    expect(await served('/missing')).toBe('500')
    expect(await served('/empty')).toBe('503')
    expect(await served('/none')).toBe('500')
    expect(await served('/other')).toBe('404')
  })

  it('meet a changed route at once', async () => {
    createRoute('web', [{ backendRefs: [to('web')] }])
    expect(await served('/')).toBe('web')
    cluster.change(httpRoutes, 'web', (route) => ({
      ...route,
      spec: { ...(route as HttpRoute).spec, rules: [{ backendRefs: [to('web-gray')] }] },
    }))
    expect(await served('/')).toBe('web-gray')
  })

  it('have their headers changed by the rule and by the backend', async () => {
    const modifier = (requestHeaderModifier: object) => ({
      type: 'RequestHeaderModifier',
      requestHeaderModifier,
    })
    const backend = { ...to('web'), filters: [modifier({ set: [{ name: 'X-Tag', value: 'gray' }] })] }
    createRoute('web', [
      {
        filters: [
          modifier({ remove: ['x-secret'], add: [{ name: 'x-list', value: 'b' }] }),
          {
            type: 'ResponseHeaderModifier',
            responseHeaderModifier: { set: [{ name: 'x-served', value: 'yes' }] },
          },
        ],
        backendRefs: [backend],
      },
    ])
    const answer = await ask('/headers', { 'x-secret': '1', 'x-tag': 'blue', 'x-list': 'a' })
    const seen = JSON.parse(answer.body) as Record<string, string>
    expect(seen).toMatchObject({ 'x-tag': 'gray', 'x-list': 'a,b' })
    expect(seen).not.toHaveProperty('x-secret')
    expect(answer.headers['x-served']).toBe('yes')
  })

  it('have their path and host rewritten', async () => {
    const urlRewrite = {
      hostname: 'inner.test',
      path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' },
    }
    createRoute('web', [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/api' } }],
        filters: [{ type: 'URLRewrite', urlRewrite }],
        backendRefs: [to('web')],
      },
    ])
    const answer = await ask('/api/headers?a=1')
    expect(JSON.parse(answer.body)).toMatchObject({ host: 'inner.test' })
  })
})

describe('status', () => {
  it('says what a Gateway and its class are, and how many routes are attached', async () => {
    createRoute('web', [{ backendRefs: [to('web')] }])
    await settled('web', 'Accepted', 'True Accepted')
    const gateway = () => cluster.store.get(gateways, demoGateway.namespace, demoGateway.name)
    await until(cluster.store, () => JSON.stringify(gateway()?.status).includes('"attachedRoutes":1'))
    expect(gateway()).toMatchObject({
      spec: { listeners: [{ port: cluster.runtime.gateways['gateway-api'] }] },
      status: {
        addresses: [{ type: 'IPAddress', value: '127.0.0.1' }],
        conditions: [
          { type: 'Accepted', status: 'True', observedGeneration: 1 },
          { type: 'Programmed', status: 'True' },
        ],
      },
    })
    expect(cluster.store.get(gatewayClasses, undefined, 'sandbox')?.status).toMatchObject({
      conditions: [{ type: 'Accepted', status: 'True' }],
    })
  })

  it('is of the generation that was seen, and keeps the time of the last transition', async () => {
    createRoute('web', [{ backendRefs: [to('web')] }])
    await settled('web', 'Accepted', 'True Accepted')
    const conditions = () => {
      const route = cluster.store.get(httpRoutes, 'default', 'web') as HttpRoute | undefined
      return route?.status?.parents[0]?.conditions as Condition[]
    }
    const [before] = conditions()
    cluster.change(httpRoutes, 'web', (route) => ({
      ...route,
      spec: { ...(route as HttpRoute).spec, hostnames: ['www.example.com'] },
    }))
    await until(cluster.store, () => conditions()[0]?.observedGeneration === 2)
    expect(conditions()[0]?.lastTransitionTime).toBe(before?.lastTransitionTime)
  })

  it('says why references are not resolved, until they are', async () => {
    createRoute('web', [{ backendRefs: [to('later')] }])
    await settled('web', 'ResolvedRefs', 'False BackendNotFound')
    cluster.create(applicationManifest('later'))
    await settled('web', 'ResolvedRefs', 'True ResolvedRefs')
  })

  it('says what is not done here, and such a route is not served', async () => {
    const match = { headers: [{ type: 'RegularExpression', name: 'x', value: '.*' }] }
    createRoute('web', [{ matches: [match], backendRefs: [to('web')] }])
    await settled('web', 'Accepted', 'False UnsupportedValue')
    expect(await served('/', { x: '1' })).toBe('404')
  })

  it('says that no listener is meant', async () => {
    createRoute('web', [{ backendRefs: [to('web')] }], {
      parentRefs: [{ ...demoGateway, sectionName: 'https' }],
    } as object)
    await settled('web', 'Accepted', 'False NoMatchingParent')
  })

  it('asks for a grant where the backend is of another namespace', async () => {
    createRoute('web', [{ backendRefs: [{ ...to('web'), namespace: 'mse-system' }] }])
    await settled('web', 'ResolvedRefs', 'False RefNotPermitted')
    expect(await served('/')).toBe('500')
    const grant = {
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { name: 'web' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'default' }],
        to: [{ group: '', kind: 'Service' }],
      },
    }
    cluster.create(JSON.stringify(grant), 'mse-system')
    await settled('web', 'ResolvedRefs', 'False BackendNotFound')
  })
})
