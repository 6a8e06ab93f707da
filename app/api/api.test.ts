import { Ajv2020 } from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { RouteHandler } from '@/lib/actions/define-route'
import { describeApi } from '@/lib/actions/openapi'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { createToken } from '@/lib/services/tokens/create-token'
import { apiRoutes } from './routes'
import { GET as openApi } from './v1/openapi.json/route'

const Answer = z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })).optional() })
const Page = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ operationId: z.string(), responses: z.record(z.string(), Answer) })),
  ),
  components: z.unknown(),
})
const page = Page.parse(JSON.parse(JSON.stringify(describeApi(apiRoutes))))
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema({ $id: 'page', components: page.components })

const base = 'http://localhost:3000'
const wholeStoryMs = 60_000
const called = new Set<string>()
let home: TestConsole
let tokens: Record<'viewer' | 'operator' | 'admin', string>

beforeAll(async () => {
  home = await startTestConsole()
  const make = async (role: 'viewer' | 'operator' | 'admin') =>
    (await createToken(home.as('admin'), { name: role, role })).token
  tokens = { viewer: await make('viewer'), operator: await make('operator'), admin: await make('admin') }
})

afterAll(() => home.stop())

function isHandler(value: unknown): value is RouteHandler {
  return typeof value === 'function'
}

function find(method: string, pathname: string) {
  for (const { path, module } of apiRoutes) {
    const pattern = new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
    const match = pattern.exec(pathname)
    const handler = module[method]
    if (match && isHandler(handler)) return { path, handler, params: { ...match.groups } }
  }
  throw new Error(`no route answers ${method} ${pathname}`)
}

type Call = { as?: 'viewer' | 'operator' | 'admin' | null; body?: unknown; headers?: Record<string, string> }

/** Calls the handler that Next would, and holds its answer against the OpenAPI page. */
async function call(method: string, address: string, { as = 'operator', body, headers = {} }: Call = {}) {
  const url = new URL(address, base)
  const { path, handler, params } = find(method, url.pathname)
  const request = new Request(url, {
    method,
    headers: {
      ...(as && { authorization: `Bearer ${tokens[as]}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const response = await handler(request, { params: Promise.resolve(params) })
  const described = page.paths[path]?.[method.toLowerCase()]
  if (!described) throw new Error(`${method} ${path} is not described`)
  called.add(described.operationId)
  const type = response.headers.get('content-type') ?? ''
  const json = type.startsWith('application/json') ? await response.clone().json() : undefined
  const expected = described.responses[response.status] ?? described.responses.default
  expect(
    response.status < 400 ? described.responses : {},
    `${response.status} of ${described.operationId}`,
  ).toEqual(response.status < 400 ? expect.objectContaining({ [response.status]: expect.anything() }) : {})
  const schema = expected?.content?.['application/json']?.schema
  if (json !== undefined) checkAgainst(schema, json, `${method} ${path} ${response.status}`)
  return { status: response.status, headers: response.headers, body: json, response }
}

function checkAgainst(schema: unknown, value: unknown, what: string): void {
  const text = JSON.stringify(schema ?? false).replaceAll('"#/components/', '"page#/components/')
  const validate = ajv.compile(JSON.parse(text))
  expect(validate(value) ? [] : validate.errors, what).toEqual([])
}

const groups = '/api/v1/lane-groups'
const sample = {
  entry: 'web',
  method: 'GET',
  path: '/A/a',
  headers: {},
  cookies: {},
  query: { group: 'gray' },
}

test('the page is served to anybody', async () => {
  const response = await openApi(new Request(`${base}/api/v1/openapi.json`), { params: Promise.resolve({}) })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual(JSON.parse(JSON.stringify(describeApi(apiRoutes))))
})

test('clusters and what is in them', async () => {
  expect((await call('GET', '/api/v1/clusters')).body.items).toHaveLength(1)
  const kubeconfig = home.cluster.kubeconfig.replace(/server: .*/, 'server: https://cluster.invalid')
  const made = await call('POST', '/api/v1/clusters', { as: 'admin', body: { name: 'other', kubeconfig } })
  expect(made).toMatchObject({ status: 201, body: { name: 'other', reachable: false } })
  expect(JSON.stringify(made.body)).not.toContain('key-data')
  expect(
    (await call('POST', '/api/v1/clusters', { as: 'admin', body: { name: 'other', kubeconfig } })).status,
  ).toBe(409)
  const here = { name: 'here', kubeconfig: home.cluster.kubeconfig }
  expect(await call('POST', '/api/v1/clusters', { as: 'admin', body: here })).toMatchObject({
    status: 422,
    body: { error: { fields: { kubeconfig: [expect.stringMatching(/this machine/)] } } },
  })
  expect((await call('GET', '/api/v1/clusters/other')).status).toBe(200)
  expect((await call('GET', '/api/v1/clusters/none')).status).toBe(404)
  expect((await call('DELETE', '/api/v1/clusters/other')).status).toBe(403)
  expect((await call('DELETE', '/api/v1/clusters/other', { as: 'admin' })).status).toBe(204)
  const pasted = { namespace: 'default', text: 'kind: Pod', dryRun: true }
  const objects = await call('POST', '/api/v1/clusters/test/objects', { body: pasted })
  expect(objects.body).toMatchObject({ objects: [], problems: [{ line: 1, column: 1 }] })
  const imports = '/api/v1/clusters/test/imports'
  expect((await call('GET', imports, { as: 'viewer' })).body).toMatchObject({ found: [], losses: [] })
  const unknown = { namespace: 'default', fingerprint: 'none', name: 'taken' }
  expect((await call('POST', imports, { body: unknown })).status).toBe(409)
  expect((await call('POST', imports, { as: 'viewer', body: unknown })).status).toBe(403)
  const governance = '/api/v1/clusters/test/governance'
  expect((await call('GET', `${governance}?namespace=default`, { as: 'viewer' })).body.isOn).toBe(true)
  const place = { namespace: 'default' }
  expect((await call('POST', governance, { as: 'viewer', body: place })).status).toBe(403)
  expect((await call('POST', governance, { as: 'operator', body: place })).body.isOn).toBe(true)
  const nothing = { ...place, deployment: 'nothing' }
  expect((await call('POST', governance, { as: 'operator', body: nothing })).status).toBe(404)
  const found = await call('GET', '/api/v1/clusters/test/applications?namespace=default', { as: 'viewer' })
  expect(found.body.applications.map(({ name }: { name: string }) => name)).toContain('spring-cloud-a')
})

test('a Deployment’s rolling update, for those who may', async () => {
  const deployments = '/api/v1/clusters/test/namespaces/rolling/deployments'
  const rollout = `${deployments}/micro-api/rollout`
  expect((await call('GET', deployments, { as: 'viewer' })).body.items).toMatchObject([{ name: 'micro-api' }])
  expect((await call('GET', deployments.replace('rolling', 'nowhere'))).status).toBe(404)
  expect((await call('GET', `${deployments}/none/rollout`)).status).toBe(404)
  const { body: before } = await call('GET', rollout, { as: 'viewer' })
  expect(before).toMatchObject({ deployment: 'micro-api', state: 'complete', paused: false })
  const post = (verb: string, body: object | undefined, as: 'viewer' | 'operator' = 'operator') =>
    call('POST', `${rollout}/${verb}`, { as, body })
  const image = before.containers[0].image.replace('1.0', '1.1')
  const images = { 'micro-api': image }
  for (const [verb, body] of [
    ['pause', {}],
    ['resume', {}],
    ['undo', {}],
    ['restart', {}],
    ['set-image', { images }],
    ['scale', { replicas: 1 }],
    ['strategy', { minReadySeconds: 1 }],
    ['probe', { service: 'micro-api', version: { by: 'header', name: 'x-image' } }],
  ] as const)
    expect((await post(verb, body, 'viewer')).status, verb).toBe(403)
  expect((await post('pause', { unknown: true })).status).toBe(422)
  const paused = await post('pause', { seen: { paused: false } })
  expect(paused.body).toMatchObject({ message: 'deployment.apps/micro-api paused', changed: true })
  expect((await post('pause', {})).body.error.message).toMatch(/is already paused$/)
  expect((await post('restart', {})).status).toBe(409)
  expect((await post('undo', {})).status).toBe(409)
  expect((await post('resume', {})).body.rollout.paused).toBe(false)
  expect((await post('restart', undefined)).body.message).toBe('deployment.apps/micro-api restarted')
  const stale = await post('set-image', { images, seen: { images: { 'micro-api': 'other:1' } } })
  expect(stale).toMatchObject({
    status: 409,
    body: { error: { details: { changes: [{ seen: 'other:1' }] } } },
  })
  expect((await post('set-image', { images })).body.rollout.containers).toMatchObject([{ image }])
  const revision = async () => (await call('GET', rollout)).body.revision
  await expect.poll(revision, { timeout: 10_000 }).toBe(3)
  expect((await post('undo', { revision: 1 })).body.rollout.containers).toEqual(before.containers)
  expect((await post('undo', { revision: 99 })).status).toBe(404)
  expect((await post('scale', { replicas: 1, seen: { replicas: 7 } })).status).toBe(409)
  expect((await post('scale', { replicas: 1 })).body.rollout.counts.desired).toBe(1)
  expect((await post('strategy', { maxSurge: 0, maxUnavailable: 0 })).status).toBe(422)
  const strategy = { maxSurge: '50%', minReadySeconds: 1 }
  expect((await post('strategy', strategy)).body.rollout.strategy).toMatchObject(strategy)
})

test(
  'a group from its making to its end',
  async () => {
    const document = demoDocument('mall')
    const created = await call('PUT', `${groups}/mall`, { body: document })
    expect(created).toMatchObject({ status: 201, body: { name: 'mall', revision: 1, lint: [] } })
    expect(created.headers.get('etag')).toBe('"1"')
    expect((await call('PUT', `${groups}/mall`, { body: document })).status).toBe(428)
    const titled = demoDocument('mall', { title: 'Mall' })
    const stale = await call('PUT', `${groups}/mall`, { body: titled, headers: { 'if-match': '"7"' } })
    expect(stale).toMatchObject({
      status: 409,
      body: { error: { code: 'Conflict', details: { revision: 1 } } },
    })
    expect((await call('PUT', `${groups}/mall`, { body: titled, headers: { 'if-match': 'x' } })).status).toBe(
      400,
    )
    expect((await call('PUT', `${groups}/mall`, { as: 'viewer', body: titled })).status).toBe(403)
    expect((await call('PUT', `${groups}/mall`, { as: null, body: titled })).status).toBe(401)

    const yaml = await call('GET', `${groups}/mall`, { headers: { accept: 'application/yaml' } })
    expect(yaml.headers.get('content-type')).toMatch(/^application\/yaml/)
    const text = (await yaml.response.text()).replace('spec:', 'spec:\n  title: 商城')
    const again = await call('PUT', `${groups}/mall`, {
      body: text,
      headers: { 'content-type': 'application/yaml', 'if-match': yaml.headers.get('etag') ?? '' },
    })
    expect(again).toMatchObject({ status: 200, body: { revision: 2 } })
    expect((await call('GET', `${groups}/mall`)).body.document.spec.title).toBe('商城')

    expect((await call('GET', `${groups}?search=mall&limit=1`, { as: 'viewer' })).body.total).toBe(1)
    expect((await call('GET', `${groups}?limit=0`)).status).toBe(422)
    expect((await call('GET', `${groups}/mall/revisions?limit=1`)).body.items[0].number).toBe(2)
    expect((await call('POST', `${groups}/mall/plan`, { as: 'viewer' })).body.changes.length).toBeGreaterThan(
      3,
    )
    const move = await call('GET', `${groups}/mall/move`, { as: 'viewer' })
    const { id: door } = move.body.doors.find(
      ({ provider }: { provider: string }) => provider === 'gateway-api',
    )
    const moved = await call('GET', `${groups}/mall/move?door=${encodeURIComponent(door)}`)
    expect(moved.body.chosen).toMatchObject({
      problems: {},
      document: { spec: { entries: [{ provider: 'gateway-api' }] } },
    })
    expect(moved.body.chosen.plan.errors).toEqual([])
    expect((await call('GET', `${groups}/mall/move?door=none`)).status).toBe(404)
    expect((await call('POST', `${groups}/mall/simulate`, { body: sample })).body).toMatchObject({
      rule: 'testers',
      lane: 'gray',
    })
    const saved = (await call('GET', `${groups}/mall`)).body.document
    const unruled = { ...saved, spec: { ...saved.spec, rules: saved.spec.rules.slice(1) } }
    const drafted = { ...sample, document: unruled }
    expect((await call('POST', `${groups}/mall/simulate`, { body: drafted })).body.rule).not.toBe('testers')
    const broken = { ...sample, document: { spec: {} } }
    expect((await call('POST', `${groups}/mall/simulate`, { body: broken })).status).toBe(422)
    expect((await call('GET', `${groups}/mall/traffic?window=60`)).body.applications).toHaveLength(3)
    const probed = await call('POST', `${groups}/mall/probe`, { body: { request: sample, count: 2 } })
    expect(probed.body).toMatchObject({
      tally: [
        { lane: 'baseline', count: 2 },
        { lane: 'gray', count: 0 },
      ],
    })
    expect(
      (await call('POST', `${groups}/mall/probe`, { body: { request: sample, count: 2000 } })).status,
    ).toBe(422)

    const drift = await call('GET', `${groups}/mall/drift`, { as: 'viewer' })
    expect(drift.body).toMatchObject({ state: 'none', findings: [], autoHeal: { on: false, stopped: null } })
    expect((await call('POST', `${groups}/mall/drift/reapply`)).status).toBe(409)
    const field = { object: { apiVersion: 'v1', kind: 'Service', name: 'x' }, path: 'spec', live: null }
    expect((await call('POST', `${groups}/mall/drift/adopt`, { body: field })).status).toBe(409)
    const healing = { on: true }
    expect(
      (await call('PUT', `${groups}/mall/drift/auto-heal`, { as: 'viewer', body: healing })).status,
    ).toBe(403)
    expect((await call('PUT', `${groups}/mall/drift/auto-heal`, { body: healing })).body).toEqual(healing)
    expect((await call('PUT', `${groups}/mall/drift/auto-heal`, { body: {} })).status).toBe(422)

    const { body: pushed } = await call('POST', `${groups}/mall/push`)
    const { id } = pushed.operation
    expect((await call('GET', `/api/v1/operations/${id}`)).body).toEqual(pushed.operation)
    expect((await call('GET', '/api/v1/operations?group=mall')).body.items).toHaveLength(1)
    expect((await call('GET', '/api/v1/operations/none')).status).toBe(404)
    expect((await call('GET', `/api/v1/operations/${id}/stuck`, { as: 'viewer' })).body.causes).toEqual([])
    const seen = await call('GET', `${groups}/mall/lanes/gray`, { as: 'viewer' })
    expect(seen.body).toMatchObject({ tag: 'gray', revision: 2, operation: { id } })
    expect((await call('GET', `${groups}/mall/lanes/none`)).status).toBe(404)
    const objects = await call('GET', `${groups}/mall/lanes/gray/objects`, { as: 'viewer' })
    expect(objects.body.items.length).toBeGreaterThan(3)
    const timeline = await call('GET', `${groups}/mall/lanes/gray/timeline`, { as: 'viewer' })
    expect(timeline.body.entries).toHaveLength(4)
    const parked = await call('POST', `${groups}/mall/lanes/gray/park`, { headers: { 'if-match': '"2"' } })
    expect(parked.status).toBe(202)
    expect(
      (await call('POST', `${groups}/mall/lanes/gray/promote`, { body: { strategy: 'image' } })).status,
    ).toBe(422)
    expect((await call('POST', `${groups}/mall/lanes/gray/clean`)).status).toBe(202)
    expect((await call('POST', `${groups}/mall/lanes/gray/resume`)).status).toBe(202)
    const old = { headers: { 'if-match': '"2"' } }
    expect((await call('POST', `${groups}/mall/lanes/gray/abort`, old)).status).toBe(409)
    const back = { ...old, body: { revision: 1 } }
    expect((await call('POST', `${groups}/mall/rollback`, back)).status).toBe(409)
    expect((await call('POST', `${groups}/mall/lanes/gray/abort`)).status).toBe(202)
    expect((await call('POST', `${groups}/mall/lanes/gray/remove`)).status).toBe(202)
    expect((await call('POST', `${groups}/mall/lanes/gray/remove`)).status).toBe(404)
    expect((await call('POST', `${groups}/mall/rollback`, { body: { revision: 1 } })).status).toBe(202)
    expect((await call('POST', `${groups}/mall/rollback`, { body: { revision: 0 } })).status).toBe(422)
    expect((await call('DELETE', `${groups}/mall`)).status).toBe(409)
    expect((await call('DELETE', `${groups}/mall?retire=true`)).status).toBe(202)
    expect(
      (await call('GET', '/api/v1/audit?kind=LaneGroup&name=mall&limit=3')).body.nextCursor,
    ).not.toBeNull()
  },
  wholeStoryMs,
)

test('users and tokens are for administrators, and no secret is told twice', async () => {
  const as = 'admin'
  for (const address of ['/api/v1/users', '/api/v1/tokens', '/api/v1/credentials'])
    expect((await call('GET', address)).status).toBe(403)
  const person = { email: 'Ann@Example.com', name: 'Ann', role: 'viewer', password: 'long enough' }
  const { status, body: ann } = await call('POST', '/api/v1/users', { as, body: person })
  expect([status, ann.email]).toEqual([201, 'ann@example.com'])
  expect((await call('POST', '/api/v1/users', { as, body: person })).status).toBe(409)
  expect((await call('POST', '/api/v1/users', { as, body: { ...person, password: 'short' } })).status).toBe(
    422,
  )
  const promoted = await call('PATCH', `/api/v1/users/${ann.id}`, { as, body: { role: 'admin' } })
  expect(promoted.body.role).toBe('admin')
  expect((await call('PATCH', `/api/v1/users/${ann.id}`, { as, body: { disabled: true } })).status).toBe(409)
  expect((await call('PATCH', '/api/v1/users/none', { as, body: {} })).status).toBe(404)
  expect(JSON.stringify((await call('GET', '/api/v1/users', { as })).body)).not.toMatch(/argon2|password/)

  const made = await call('POST', '/api/v1/tokens', { as, body: { name: 'pipeline', role: 'viewer' } })
  const secret = { authorization: `Bearer ${made.body.token}` }
  expect((await call('GET', '/api/v1/clusters', { headers: secret })).status).toBe(200)
  const listed = JSON.stringify((await call('GET', '/api/v1/tokens', { as })).body)
  expect(listed).toContain('pipeline')
  expect(listed).not.toContain(made.body.token)
  expect((await call('DELETE', '/api/v1/tokens/pipeline', { as })).status).toBe(204)
  const key = { name: 'prod', accessKeyId: 'LTAI', accessKeySecret: 'never shown' }
  expect((await call('POST', '/api/v1/credentials', { as, body: key })).status).toBe(204)
  const elsewhere = { ...key, endpoint: 'https://example.com' }
  expect((await call('POST', '/api/v1/credentials', { as, body: elsewhere })).status).toBe(422)
  const kept = (await call('GET', '/api/v1/credentials', { as })).body
  expect(kept.items).toMatchObject([{ name: 'prod', accessKeyId: 'LTAI', endpoint: null }])
  expect(JSON.stringify(kept)).not.toContain('never shown')
  expect((await call('DELETE', '/api/v1/credentials/prod', { as })).status).toBe(204)
  expect((await call('DELETE', '/api/v1/credentials/prod', { as })).status).toBe(404)
  const asked = { region: 'cn-hangzhou' }
  const test = '/api/v1/credentials/prod/test'
  expect((await call('POST', test, { body: asked })).status).toBe(403)
  expect((await call('POST', test, { as, body: { region: 'example.com/' } })).status).toBe(422)
  expect((await call('POST', test, { as, body: asked })).status).toBe(404)
  expect((await call('GET', '/api/v1/clusters', { headers: secret })).status).toBe(401)
})

/** Reads a stream of events as text, piece by piece. */
async function* eventsOf(response: Response) {
  const decoder = new TextDecoder()
  if (!response.body) return
  for await (const chunk of response.body) yield decoder.decode(chunk)
}

test('events tell the state now, each change, and end with the operation', async () => {
  await call('PUT', `${groups}/stream`, { body: demoDocument('stream', { namespace: 'stream' }) })
  const { body } = await call('POST', `${groups}/stream/push`)
  const { id } = body.operation
  const { response, headers } = await call('GET', `/api/v1/operations/${id}/events`, { as: 'viewer' })
  expect(headers.get('content-type')).toMatch(/^text\/event-stream/)
  const events = eventsOf(response)
  const first = (await events.next()).value ?? ''
  expect(JSON.parse(first.replace(/^data: /, ''))).toEqual(body.operation)
  const { db } = home.database
  await db.operation.update({ where: { id }, data: { state: 'succeeded', version: { increment: 1 } } })
  await db.$executeRaw`select pg_notify('lanekeeper_operation', ${id})`
  let last = ''
  for await (const event of events) last = event.startsWith('data: ') ? event : last
  expect(JSON.parse(last.replace(/^data: /, ''))).toMatchObject({ state: 'succeeded' })
})

test('a stream ends within five seconds of its token', async () => {
  const { token } = await createToken(home.as('admin'), { name: 'short', role: 'viewer' })
  await call('PUT', `${groups}/ending`, { body: demoDocument('ending', { namespace: 'ending' }) })
  const { body } = await call('POST', `${groups}/ending/push`)
  const { response } = await call('GET', `/api/v1/operations/${body.operation.id}/events`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const events = eventsOf(response)
  await events.next()
  await home.database.db.apiToken.update({ where: { name: 'short' }, data: { revokedAt: new Date() } })
  const revokedAt = performance.now()
  while (!(await events.next()).done);
  expect(performance.now() - revokedAt).toBeLessThan(5_000)
})

test('health says more to callers it knows', async () => {
  expect(await call('GET', '/api/health', { as: null })).toMatchObject({
    status: 200,
    body: { status: 'ok' },
  })
  expect((await call('GET', '/api/health', { as: 'viewer' })).body).toMatchObject({
    database: 'ok',
    clusters: [{ name: 'test' }],
  })
  const starting = await call('GET', '/api/ready', { as: null })
  expect(starting).toMatchObject({ status: 503, body: { status: 'starting', waitingFor: ['start'] } })
  Object.assign(globalThis, { lanekeeperBoot: Promise.resolve({}) })
  const ready = () => call('GET', '/api/ready', { as: null }).then(({ status }) => status)
  await expect.poll(ready, { timeout: 15_000 }).toBe(200)
})

test('every described operation was called', () => {
  const all = Object.values(page.paths).flatMap((methods) =>
    Object.values(methods).map((one) => one.operationId),
  )
  expect(all.filter((id) => !called.has(id))).toEqual([])
})
