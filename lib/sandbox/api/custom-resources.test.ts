import { afterAll, beforeAll, expect, it } from 'vitest'
import { gatewayApiKinds } from '@/lib/sandbox/store/custom/gateway-api-kinds'
import { startTestServer, type TestBody, type TestServer } from './client-for-tests'

let test: TestServer
beforeAll(async () => {
  test = await startTestServer()
})
afterAll(() => test.close())

const gatewayGroup = '/apis/gateway.networking.k8s.io'
const routes = `${gatewayGroup}/v1/namespaces/default/httproutes`
const gateways = `${gatewayGroup}/v1/namespaces/default/gateways`
const istio = '/apis/networking.istio.io'
const apply = { type: 'application/apply-patch+yaml' }
const merge = { type: 'application/merge-patch+json' }

/** One field of each item. */
function each(list: TestBody | undefined, field: string): unknown[] {
  return Object.values(list ?? {}).map((item) => item[field])
}

function gateway(...listeners: object[]): object {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'gw' },
    spec: { gatewayClassName: 'sandbox', listeners },
  }
}

function route(name: string, rule: object): object {
  return { metadata: { name }, spec: { parentRefs: [{ name: 'gw' }], rules: [rule] } }
}

it('gives each manager its own items of a list by keys, and takes out what one no longer applies', async () => {
  const web = { name: 'web', port: 80, protocol: 'HTTP' }
  const admin = { name: 'admin', port: 8080, protocol: 'HTTP' }
  expect((await test.send('PATCH', `${gateways}/gw?fieldManager=a`, gateway(web), apply)).status).toBe(201)
  const both = await test.send('PATCH', `${gateways}/gw?fieldManager=b`, gateway(admin), apply)
  expect(each(both.body.spec?.listeners, 'name')).toEqual(['web', 'admin'])
  const taken = gateway({ ...web, port: 81 })
  const conflict = await test.send('PATCH', `${gateways}/gw?fieldManager=b`, taken, apply)
  expect(conflict.body.details?.causes).toEqual([
    {
      reason: 'FieldManagerConflict',
      message: 'conflict with "a"',
      field: '.spec.listeners[name="web"].port',
    },
  ])
  const alone = await test.send('PATCH', `${gateways}/gw?fieldManager=a`, gateway(), apply)
  expect(each(alone.body.spec?.listeners, 'name')).toEqual(['admin'])
})

it('fills in defaults, of the status too, and shows the columns that the kind names', async () => {
  const { body } = await test.send('GET', `${gateways}/gw`)
  expect(body.spec?.listeners?.[0]?.allowedRoutes).toEqual({ namespaces: { from: 'Same' } })
  expect(body.status?.conditions?.[0]).toMatchObject({
    type: 'Accepted',
    status: 'Unknown',
    reason: 'Pending',
  })
  const status = { status: { addresses: [{ type: 'IPAddress', value: '10.1.2.3' }] } }
  const written = await test.send('PATCH', `${gateways}/gw/status`, status, merge)
  expect(written.body.metadata?.generation).toBe(body.metadata?.generation)
  const table = await test.send('GET', gateways, undefined, {
    accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
  })
  const names = each(table.body.columnDefinitions, 'name')
  expect(names).toEqual(['Name', 'Class', 'Address', 'Programmed', 'Age'])
  expect(Object.values(table.body.rows?.[0]?.cells ?? {}).slice(0, 4)).toEqual([
    'gw',
    'sandbox',
    '10.1.2.3',
    'Unknown',
  ])
})

it('leaves the status alone when the object is written, and the spec when the status is', async () => {
  const { body } = await test.send('GET', `${gateways}/gw`)
  const changed = { ...body, spec: { ...body.spec, gatewayClassName: 'other' }, status: {} }
  const updated = await test.send('PUT', `${gateways}/gw`, changed)
  expect(updated.body.status).toEqual(body.status)
  expect(updated.body.metadata?.generation).toBe(Number(body.metadata?.generation) + 1)
  const refused = await test.send('PATCH', `${gateways}/gw/status`, { status: { conditions: [{}] } }, merge)
  expect(refused.status).toBe(422)
  const stays = await test.send('PATCH', `${gateways}/gw/status`, { spec: { gatewayClassName: 'x' } }, merge)
  expect(stays.body.spec?.gatewayClassName).toBe('other')
})

it('drops, warns of or refuses unknown fields as the request says', async () => {
  const body = route('unknown', { surprise: 1, backendRefs: [{ name: 's', port: 80 }] })
  const warned = await test.send('POST', routes, body)
  expect(warned.headers.warning).toBe('299 - "unknown field \\"spec.rules[0].surprise\\""')
  expect(warned.body.spec?.rules?.[0]).not.toHaveProperty('surprise')
  const strict = await test.send('POST', `${routes}?fieldValidation=Strict`, body)
  expect(strict.body.message).toBe(
    'HTTPRoute in version "v1" cannot be handled as a HTTPRoute: strict decoding error: unknown field "spec.rules[0].surprise"',
  )
  const applied = await test.send(
    'PATCH',
    `${routes}/unknown?fieldManager=a`,
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      ...body,
    },
    apply,
  )
  expect(applied.status).toBe(500)
  expect(applied.body.message).toContain('.spec.rules[0].surprise: field not declared in schema')
})

it.each([
  [{ backendRefs: [{ name: 's' }] }, 'Must have port for Service reference'],
  [{ filters: [{ type: 'URLRewrite' }] }, 'filter.urlRewrite must be specified for URLRewrite filter.type'],
  [{ matches: [{ path: { value: '/a//b' } }] }, "must not contain '//'"],
  [{ backendRefs: [{ port: 80 }] }, 'spec.rules[0].backendRefs[0].name: Required value'],
  [{ backendRefs: [{ name: 's', port: 0 }] }, 'should be greater than or equal to 1'],
  [{ matches: [{ method: 'get' }] }, 'Unsupported value: "get": supported values: "GET", "HEAD"'],
  [
    {
      matches: [
        {
          headers: [
            { name: 'a', value: '1' },
            { name: 'a', value: '2' },
          ],
        },
      ],
    },
    'spec.rules[0].matches[0].headers[1]: Duplicate value: {"name":"a"}',
  ],
])('refuses a rule %j', async (rule, text) => {
  const { status, body } = await test.send('POST', routes, route('bad', rule))
  expect(status).toBe(422)
  expect(body.message).toContain(text)
})

it('patches by JSON patch and merge patch, and keeps null out', async () => {
  await test.send('POST', routes, route('patched', { backendRefs: [{ name: 's', port: 80 }] }))
  const operations = [{ op: 'replace', path: '/spec/rules/0/backendRefs/0/weight', value: 7 }]
  const jsonPatch = { type: 'application/json-patch+json' }
  const patched = await test.send('PATCH', `${routes}/patched`, operations, jsonPatch)
  expect(patched.body.spec?.rules?.[0]?.backendRefs?.[0]?.weight).toBe(7)
  const merged = await test.send('PATCH', `${routes}/patched`, { spec: { hostnames: ['a.example'] } }, merge)
  expect(merged.body.spec?.hostnames).toEqual(['a.example'])
  const removed = await test.send('PATCH', `${routes}/patched`, { spec: { hostnames: null } }, merge)
  expect(removed.body.spec).not.toHaveProperty('hostnames')
})

it('serves one object under every version of its kind, and tells watches of both', async () => {
  const version = test.store.resourceVersion
  const old = `${istio}/v1beta1/namespaces/default/destinationrules`
  const rule = {
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'DestinationRule',
    metadata: { name: 'dr' },
    spec: { host: 'a', subsets: [{ name: 'base', labels: { v: '1' } }] },
  }
  const created = await test.send('POST', old, rule)
  expect(created.body.apiVersion).toBe('networking.istio.io/v1beta1')
  const again = await test.send('GET', `${istio}/v1/namespaces/default/destinationrules/dr`)
  expect(again.body).toEqual({ ...created.body, apiVersion: 'networking.istio.io/v1' })
  const events = await test.lines(`${old}?watch=1&resourceVersion=${version}`, 1)
  expect(events[0]?.object.apiVersion).toBe('networking.istio.io/v1beta1')
  const applied = await test.send('PATCH', `${old}/dr?fieldManager=b`, rule, apply)
  expect(applied.status).toBe(200)
  expect(each(applied.body.metadata?.managedFields, 'apiVersion')).toEqual([
    'networking.istio.io/v1beta1',
    'networking.istio.io/v1beta1',
  ])
})

it('refuses a DestinationRule without a host and a VirtualService without a destination', async () => {
  const rule = await test.send('POST', `${istio}/v1/namespaces/default/destinationrules`, {
    metadata: { name: 'bad' },
    spec: {},
  })
  expect(rule.body.details?.causes?.[0]).toEqual({
    reason: 'FieldValueRequired',
    message: 'Required value',
    field: 'spec.host',
  })
  const service = await test.send('POST', `${istio}/v1/namespaces/default/virtualservices`, {
    metadata: { name: 'bad' },
    spec: { hosts: ['a'], http: [{ timeout: '0s', route: [{ destination: { host: 'a' } }] }] },
  })
  expect(service.body.message).toBe(
    'VirtualService.networking.istio.io "bad" is invalid: spec.http[0].timeout: Invalid value: must be a valid duration greater than 1ms',
  )
})

it('keeps what other kinds of the groups say, and describes every kind in OpenAPI', async () => {
  const sidecars = `${istio}/v1/namespaces/default/sidecars`
  const sidecar = await test.send('POST', sidecars, { metadata: { name: 's' }, spec: { a: [{ b: 1 }] } })
  expect(sidecar.body.spec).toEqual({ a: [{ b: 1 }] })
  const document = await test.send('GET', '/openapi/v3/apis/gateway.networking.k8s.io/v1')
  const schemas = document.body.components?.schemas ?? {}
  expect(schemas['io.k8s.networking.gateway.v1.HTTPRoute']?.properties?.spec?.properties).toHaveProperty(
    'rules',
  )
})

it('names the kind and its group where an object is missing', async () => {
  test.store.remove(gatewayApiKinds.gateways, 'default', 'gw')
  expect((await test.send('GET', `${gateways}/gw`)).body.message).toBe(
    'gateways.gateway.networking.k8s.io "gw" not found',
  )
})

it('prunes what a TrafficRouter does not know, and refuses it where that is asked for', async () => {
  const routers = '/apis/traffic.opensergo.io/v1alpha1/namespaces/default/trafficrouters'
  const http = [
    { match: [{ headers: { x: { exact: '1', operator: 'in' } } }], route: [{ destination: { host: 'a' } }] },
  ]
  const router = { metadata: { name: 'a' }, spec: { hosts: ['a'], http } }
  const refused = await test.send('POST', `${routers}?fieldValidation=Strict`, router)
  expect(refused.status).toBe(400)
  expect(refused.body.message).toContain('unknown field "spec.http[0].match[0].headers.x.operator"')
  const made = await test.send('POST', routers, router)
  expect(made.status).toBe(201)
  expect(made.body.spec).toEqual({
    hosts: ['a'],
    http: [{ match: [{ headers: { x: { exact: '1' } } }], route: [{ destination: { host: 'a' } }] }],
  })
})
