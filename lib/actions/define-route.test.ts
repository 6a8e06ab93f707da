import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { capturedLog } from '@/lib/captured-log'
import { createTestDatabase, serveFrom, type TestDatabase } from '@/lib/db/test-database'
import { bootstrapAdmin } from '@/lib/services/auth/bootstrap-admin'
import { signIn } from '@/lib/services/auth/sign-in'
import type { ServiceContext } from '@/lib/services/context'
import { defineRoute, type RouteHandler } from './define-route'
import { maxBodyBytes } from './read-body'

let database: TestDatabase
let cookie: string
const token = 'a-token-for-the-route-tests'
const bearer = { authorization: `Bearer ${token}` }
const origin = { origin: 'http://localhost:3000', host: 'localhost:3000' }

const echo = defineRoute(
  {
    summary: 'Echo',
    role: 'operator',
    params: ['name'],
    query: z.strictObject({ limit: z.coerce.number().max(10).optional() }),
    body: z.strictObject({ text: z.string() }),
    bodyFormats: ['json', 'yaml'],
    responses: { 200: z.unknown() },
  },
  async (ctx, { params, query, body }) => ({ body: { actor: ctx.actor.name, params, query, body } }),
)

beforeAll(async () => {
  database = await createTestDatabase()
  serveFrom(database)
  const actor = { kind: 'system', id: 'test', name: 'test', role: 'admin' } as const
  const ctx: ServiceContext = {
    db: database.db,
    actor,
    now: () => new Date(),
    requestId: 'test',
    language: 'en',
  } as const
  const { email, password } = await bootstrapAdmin({ token }, ctx)
  const session = await signIn(ctx, { email, password: password ?? '', address: '127.0.0.1' })
  cookie = `other=1; lanekeeper_session=${session.token}`
})

afterAll(() => database.drop())

async function call(
  handler: RouteHandler,
  init: RequestInit & { headers?: Record<string, string> } = {},
  url = 'http://localhost:3000/api/v1/echo/a',
) {
  const request = new Request(url, { method: 'POST', body: '{"text":"hi"}', ...init })
  const response = await handler(request, { params: Promise.resolve({ name: 'a' }) })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

const json = { 'content-type': 'application/json' }

test('a token is let in without an origin', async () => {
  const { status, body } = await call(echo, { headers: { ...json, ...bearer } })
  expect(status).toBe(200)
  expect(body).toEqual({ actor: 'token start', params: { name: 'a' }, query: {}, body: { text: 'hi' } })
})

test('a stranger and a wrong token get 401, and a cookie does not make a wrong token good', async () => {
  const strangers: Record<string, string>[] = [
    {},
    { authorization: 'Bearer wrong' },
    { authorization: 'Basic x', cookie, ...origin },
  ]
  for (const headers of strangers) {
    const { status, body, headers: answered } = await call(echo, { headers: { ...json, ...headers } })
    expect(status).toBe(401)
    expect(body.error.code).toBe('Unauthenticated')
    expect(answered.get('www-authenticate')).toBe('Bearer')
  }
})

describe('with a cookie', () => {
  test('the own origin is needed for a change', async () => {
    expect((await call(echo, { headers: { ...json, cookie, ...origin } })).status).toBe(200)
    expect((await call(echo, { headers: { ...json, cookie, host: origin.host } })).status).toBe(403)
    for (const other of [
      'http://evil.example',
      'null',
      'http://localhost:3001',
      'http://localhost:3000.evil',
    ]) {
      const headers = { ...json, cookie, host: origin.host, origin: other }
      expect((await call(echo, { headers })).status, other).toBe(403)
    }
    const crossSite = { ...json, cookie, ...origin, 'sec-fetch-site': 'cross-site' }
    expect((await call(echo, { headers: crossSite })).status).toBe(403)
  })

  test('a forwarded host does not make another origin the own one', async () => {
    const headers = {
      ...json,
      cookie,
      host: origin.host,
      origin: 'http://evil.example',
      'x-forwarded-host': 'evil.example',
    }
    expect((await call(echo, { headers })).status).toBe(403)
  })
})

test('a program with a token reads English whatever its cookie says; a person reads their language', async () => {
  const chinese = { 'accept-language': 'zh-CN' }
  const tooMany = 'http://localhost:3000/api/v1/echo/a?limit=11'
  const program = await call(echo, { headers: { ...json, ...bearer, ...chinese } }, tooMany)
  expect(program.body.error.fields).toEqual({ limit: ['must be 10 or less'] })
  const person = await call(echo, { headers: { ...json, ...origin, ...chinese, cookie } }, tooMany)
  expect(person.body.error.fields).toEqual({ limit: ['不能大于 10'] })
})

test('a role that is too low gets 403', async () => {
  await database.db.apiToken.updateMany({ data: { role: 'viewer' } })
  const { status, body } = await call(echo, { headers: { ...json, ...bearer } })
  await database.db.apiToken.updateMany({ data: { role: 'admin' } })
  expect(status).toBe(403)
  expect(body.error.message).toMatch(/operator/)
})

describe('bodies', () => {
  const send = (body: string, type = 'application/json') =>
    call(echo, { body, headers: { ...bearer, 'content-type': type } })

  test('a large one is 413, announced or not', async () => {
    const large = JSON.stringify({ text: 'x'.repeat(maxBodyBytes) })
    expect((await send(large)).status).toBe(413)
    const stream = new Blob([large]).stream()
    const streamed = { body: stream, duplex: 'half', headers: { ...bearer, ...json } }
    expect((await call(echo, streamed)).status).toBe(413)
  })

  test.each([
    ['broken JSON', '{"text":', 'application/json', 400],
    ['__proto__', '{"text":"a","__proto__":{"x":1}}', 'application/json', 400],
    ['deep JSON', '['.repeat(120_000) + ']'.repeat(120_000), 'application/json', 400],
    ['a form', 'text=a', 'application/x-www-form-urlencoded', 415],
    ['an unknown field', '{"text":"a","role":"admin"}', 'application/json', 422],
    ['an alias', 'text: &a x\nother: *a', 'application/yaml', 400],
    ['an anchor', 'text: &a x', 'application/yaml', 400],
    ['a tag', 'text: !!binary aGk=', 'application/yaml', 400],
    ['a merge key', '<<: {text: a}', 'application/yaml', 400],
    ['a key twice', 'text: a\ntext: b', 'application/yaml', 400],
    ['two documents', 'text: a\n---\ntext: b', 'application/yaml', 400],
    ['__proto__ in YAML', 'text: a\n__proto__: {x: 1}', 'application/yaml', 400],
    ['deep YAML', '['.repeat(50_000), 'application/yaml', 400],
    ['nothing', '', 'application/json', 422],
  ])('%s is refused', async (_name, body, type, status) => {
    const answer = await send(body, type)
    expect(answer.status).toBe(status)
    expect(answer.body.error.code).toBe('Invalid')
  })

  test('YAML is read', async () => {
    expect((await send('text: "yes"', 'application/yaml')).body.body).toEqual({ text: 'yes' })
  })
})

test('a parameter that stands twice, or is unknown, is refused', async () => {
  const headers = { ...json, ...bearer }
  const base = 'http://localhost:3000/api/v1/echo/a'
  expect((await call(echo, { headers }, `${base}?limit=1&limit=2`)).status).toBe(422)
  expect((await call(echo, { headers }, `${base}?limit=11`)).body.error.fields).toHaveProperty('limit')
  expect((await call(echo, { headers }, `${base}?other=1`)).body.error.fields).toHaveProperty('other')
})

test('of an unexpected error only an id is shown', async () => {
  const broken = defineRoute({ summary: 'Broken', role: 'viewer', responses: {} }, async () => {
    throw new Error('the secret of the house')
  })
  const { result, logged } = await capturedLog(() => call(broken, { headers: { ...json, ...bearer } }))
  const { status, body } = result
  expect(status).toBe(500)
  expect(body.error).toMatchObject({ code: 'Internal', id: expect.stringMatching(/^[0-9a-f]{12}$/) })
  expect(JSON.stringify(body)).not.toContain('secret')
  expect(logged).toMatchObject([{ id: body.error.id, err: { message: 'the secret of the house' } }])
})
