import { afterAll, beforeAll, expect, it } from 'vitest'
import { kinds } from '@/lib/sandbox/store/kinds'
import { startTestServer, type TestServer } from './client-for-tests'

let test: TestServer
beforeAll(async () => {
  test = await startTestServer({
    podProxy: async (pod, port, path, query, method) => ({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: `${method} ${pod.metadata.name} ${port} ${path}?${query}`,
    }),
  })
  for (const name of ['m1', 'm2', 'm3']) {
    const labels = { app: name === 'm3' ? 'y' : 'x' }
    test.store.create(kinds.configMaps, { metadata: { name, namespace: 'default', labels } })
  }
})
afterAll(() => test.close())

const maps = '/api/v1/namespaces/default/configmaps'

it('lets nobody in without a token, and a viewer read alone', async () => {
  expect((await test.send('GET', maps, undefined, { token: null })).status).toBe(401)
  expect((await test.send('GET', maps, undefined, { token: 'wrong' })).body.reason).toBe('Unauthorized')
  const token = test.server.tokens.viewer
  expect((await test.send('GET', maps, undefined, { token })).status).toBe(200)
  expect((await test.send('GET', '/api/v1/secrets', undefined, { token })).status).toBe(403)
  expect((await test.send('DELETE', `${maps}/m1`, undefined, { token })).body.message).toBe(
    'configmaps "m1" is forbidden: User "viewer" cannot delete resource "configmaps" in API group "" in the namespace "default"',
  )
  expect((await test.send('GET', '/readyz', undefined, { token: null })).text).toBe('ok')
})

it('lists in pieces that fit together', async () => {
  const first = await test.send('GET', `${maps}?limit=2`)
  expect(first.body.metadata?.remainingItemCount).toBe(1)
  const second = await test.send('GET', `${maps}?limit=2&continue=${first.body.metadata?.continue}`)
  expect(second.body.items?.[0]?.metadata?.name).toBe('m3')
  expect(second.body.metadata).toEqual({ resourceVersion: first.body.metadata?.resourceVersion })
})

it.each([
  ['app=x', ['m1', 'm2']],
  ['app!=x', ['m3']],
  ['app in (x,y),app notin (y)', ['m1', 'm2']],
  ['!app', []],
])('selects by labels %s', async (selector, names) => {
  const { body } = await test.send('GET', `${maps}?labelSelector=${encodeURIComponent(selector)}`)
  expect(Object.values(body.items ?? {}).map((item) => item.metadata?.name)).toEqual(names)
})

it('selects by fields and refuses fields that it cannot select by', async () => {
  expect((await test.send('GET', `${maps}?fieldSelector=metadata.name%3Dm2`)).body.items).toHaveLength(1)
  const refused = await test.send('GET', `${maps}?fieldSelector=data.a%3Dm2`)
  expect(refused.body).toMatchObject({ code: 400, message: 'field label not supported: data.a' })
})

it('watches from a version, from the beginning, and through a selector', async () => {
  const version = test.store.resourceVersion
  const write = () => {
    test.store.create(kinds.configMaps, {
      metadata: { name: 'w', namespace: 'default', labels: { app: 'x' } },
    })
    test.store.update(kinds.configMaps, {
      metadata: { name: 'w', namespace: 'default', labels: { app: 'y' } },
    })
    test.store.remove(kinds.configMaps, 'default', 'w')
  }
  const all = await test.lines(`${maps}?watch=1&resourceVersion=${version}`, 3, write)
  expect(all.map((event) => event.type)).toEqual(['ADDED', 'MODIFIED', 'DELETED'])
  const selected = await test.lines(`${maps}?watch=1&resourceVersion=${version}&labelSelector=app%3Dx`, 2)
  expect(selected.map((event) => event.type)).toEqual(['ADDED', 'DELETED'])
  const initial = await test.lines(`${maps}?watch=1`, 3)
  expect(initial.map((event) => `${event.type} ${event.object.metadata?.name}`)).toEqual([
    'ADDED m1',
    'ADDED m2',
    'ADDED m3',
  ])
})

it('streams a list that ends with a bookmark', async () => {
  const query =
    'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=5'
  const events = await test.lines(`${maps}?${query}`, 4)
  expect(events.map((event) => event.type)).toEqual(['ADDED', 'ADDED', 'ADDED', 'BOOKMARK'])
  expect(events[3]?.object.metadata).toMatchObject({
    resourceVersion: String(test.store.resourceVersion),
    annotations: { 'k8s.io/initial-events-end': 'true' },
  })
})

it('ends a watch at its timeout', async () => {
  const started = Date.now()
  await test.send('GET', `/api/v1/namespaces/none/configmaps?watch=1&timeoutSeconds=1`).catch(() => undefined)
  expect(Date.now() - started).toBeLessThan(5_000)
})

it('reaches pods by proxy, with and without a port', async () => {
  test.store.create(kinds.pods, {
    metadata: { name: 'p', namespace: 'default' },
    spec: { containers: [{ name: 'c', image: 'i:1', ports: [{ name: 'http', containerPort: 8080 }] }] },
  })
  const pods = '/api/v1/namespaces/default/pods'
  expect((await test.send('GET', `${pods}/p:9090/proxy/metrics?a=b`)).text).toBe('GET p 9090 /metrics?a=b')
  expect((await test.send('POST', `${pods}/http:p:http/proxy/x/`, {})).text).toBe('POST p 8080 /x/?')
})

it('reaches a ready pod of a Service by proxy, by the number or the name of its port', async () => {
  const namespace = 'default'
  for (const name of ['s1', 's2', 's3'])
    test.store.create(kinds.pods, {
      metadata: { name, namespace },
      spec: { containers: [{ name: 'c', image: 'i:1' }] },
    })
  const ports = [
    { name: 'web', port: 80, targetPort: 8080 },
    { name: 'none', port: 81 },
  ]
  test.store.create(kinds.services, { metadata: { name: 'web', namespace }, spec: { ports } })
  const endpoint = (name: string, ready: boolean) => ({
    addresses: ['10.0.0.1'],
    conditions: { ready, serving: ready, terminating: false },
    targetRef: { kind: 'Pod', namespace, name },
  })
  test.store.create(kinds.endpointSlices, {
    metadata: { name: 'web-1', namespace, labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'IPv4',
    ports: [{ name: 'web', protocol: 'TCP', port: 8080 }],
    endpoints: [endpoint('s1', true), endpoint('s2', true), endpoint('s3', false)],
  })
  const services = '/api/v1/namespaces/default/services'
  const answers = new Set<string>()
  for (let sent = 0; sent < 60; sent++)
    answers.add((await test.send('GET', `${services}/web:${sent % 2 === 0 ? '80' : 'web'}/proxy/a?b=c`)).text)
  expect([...answers].sort()).toEqual(['GET s1 8080 /a?b=c', 'GET s2 8080 /a?b=c'])
  const refusal = async (id: string) => (await test.send('GET', `${services}/${id}/proxy/`)).body
  expect(await refusal('web')).toMatchObject({
    code: 503,
    message: 'no endpoints available for service "web"',
  })
  expect(await refusal('web:none')).toMatchObject({
    message: 'no endpoints available for service "web:none"',
  })
  expect(await refusal('web:82')).toMatchObject({ message: 'no service port 82 found for service "web"' })
  expect(await refusal('no:80')).toMatchObject({ code: 404, message: 'services "no" not found' })
})

it('deletes a collection by selector', async () => {
  await test.send('DELETE', `${maps}?labelSelector=app%3Dy`)
  expect((await test.send('GET', maps)).body.items).toHaveLength(2)
})

it('refuses bodies that are too large', async () => {
  const answer = await test.send('POST', maps, `{"x":"${'y'.repeat(4_000_000)}"}`)
  expect(answer.body).toMatchObject({ code: 413, reason: 'RequestEntityTooLarge' })
})

it('gives a Service addresses of its own and keeps them', async () => {
  const services = '/api/v1/namespaces/default/services'
  const service = (type: string) => ({ metadata: { name: 's' }, spec: { type, ports: [{ port: 80 }] } })
  const created = await test.send('POST', services, service('LoadBalancer'))
  const updated = await test.send('PUT', `${services}/s`, service('LoadBalancer'))
  expect(updated.body.spec).toEqual(created.body.spec)
  const { nodePort } = created.body.spec?.ports?.[0] ?? {}
  const taken = { metadata: { name: 't' }, spec: { type: 'NodePort', ports: [{ port: 80, nodePort }] } }
  expect((await test.send('POST', services, taken)).body.message).toContain(
    'provided port is already allocated',
  )
})
