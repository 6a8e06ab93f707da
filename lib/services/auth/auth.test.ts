import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database'
import type { ServiceContext } from '@/lib/services/context'
import { authenticate } from './authenticate'
import { bootstrapAdmin } from './bootstrap-admin'
import { hashReferenceToken } from './reference-token'
import { sessionAbsoluteMs, sessionIdleMs } from './session-lifetime'
import { signIn } from './sign-in'
import { signOut } from './sign-out'

let database: TestDatabase
let ctx: ServiceContext
let clock: Date
let password: string
const email = 'ops@example.com'

beforeAll(async () => {
  database = await createTestDatabase()
  clock = new Date('2030-01-01T00:00:00Z')
  const actor = { kind: 'system', id: 'test', name: 'test', role: 'admin' } as const
  ctx = { db: database.db, actor, now: () => clock, requestId: 'test', language: 'en' }
  const first = await bootstrapAdmin({ email, token: 'a-first-token-of-the-start' }, ctx)
  password = first.password ?? ''
})

afterAll(() => database.drop())

const enter = (secret: string, address = '10.0.0.1') => signIn(ctx, { email, password: secret, address })
const bearer = (token: string) =>
  authenticate({ bearer: token, sessionToken: null }, { database: ctx.db, now: clock })
const session = (token: string, now = clock) =>
  authenticate({ bearer: null, sessionToken: token }, { database: ctx.db, now })

test('the first password is generated once and kept as an argon2id hash only', async () => {
  expect(password).toHaveLength(20)
  expect(await bootstrapAdmin({ email }, ctx)).toEqual({ email, password: null })
  const rows = await ctx.db.user.findMany()
  expect(rows).toHaveLength(1)
  expect(rows[0]?.passwordHash).toMatch(/^\$argon2id\$/)
})

test('the start token is good while the setting stands, and dead without it', async () => {
  await bootstrapAdmin({ token: 'a-first-token-of-the-start' }, ctx)
  expect(await bearer('a-first-token-of-the-start')).toMatchObject({ kind: 'token', role: 'admin' })
  await bootstrapAdmin({ token: 'another-token-of-the-start' }, ctx)
  expect(await bearer('a-first-token-of-the-start')).toBeNull()
  expect(await bearer('another-token-of-the-start')).not.toBeNull()
  await bootstrapAdmin({}, ctx)
  expect(await bearer('another-token-of-the-start')).toBeNull()
})

test('a session lives until it idles, expires, or is signed out; its token is stored as a hash', async () => {
  const { token } = await enter(password)
  expect(await session(token)).toMatchObject({ kind: 'user', role: 'admin' })
  expect(await ctx.db.session.count({ where: { idHash: token } })).toBe(0)
  expect(await ctx.db.session.count({ where: { idHash: hashReferenceToken(token) } })).toBe(1)
  expect(await session(token, new Date(clock.getTime() + sessionIdleMs))).toBeNull()

  const second = await enter(password)
  for (let passed = 0; passed < sessionAbsoluteMs; passed += sessionIdleMs / 2) {
    expect(await session(second.token, new Date(clock.getTime() + passed))).not.toBeNull()
  }
  expect(await session(second.token, new Date(clock.getTime() + sessionAbsoluteMs))).toBeNull()

  const third = await enter(password)
  await signOut(third.token, ctx.db)
  expect(await session(third.token)).toBeNull()
})

test('a disabled account loses its sessions at once', async () => {
  const { token } = await enter(password)
  await ctx.db.user.update({ where: { email }, data: { disabledAt: clock } })
  expect(await session(token)).toBeNull()
  await expect(enter(password)).rejects.toMatchObject({ code: 'Unauthenticated' })
  await ctx.db.user.update({ where: { email }, data: { disabledAt: null } })
})

test('wrong passwords wait longer and longer; other addresses are not locked out', async () => {
  const attempt = () => enter('wrong', '10.9.9.9').catch((error) => error)
  const waits: number[] = []
  for (let turn = 0; turn < 40 && waits.length < 3; turn++) {
    const error = await attempt()
    if (error.code !== 'TooMany') continue
    waits.push(error.details.retryAfterSeconds)
    clock = new Date(clock.getTime() + error.details.retryAfterSeconds * 1000)
  }
  expect(waits).toHaveLength(3)
  expect(waits[1]).toBeGreaterThan(waits[0] ?? 0)
  expect(waits[2]).toBeGreaterThan(waits[1] ?? 0)
  await attempt()
  await expect(enter(password, '10.9.9.9')).rejects.toMatchObject({ code: 'TooMany' })
  await expect(enter(password, '10.1.1.1')).resolves.toMatchObject({ user: { email } })
})

test('parallel guesses are all counted', async () => {
  const guesses = Array.from({ length: 30 }, () => enter('wrong', '10.8.8.8').catch((error) => error.code))
  const codes = await Promise.all(guesses)
  expect(codes.filter((code) => code === 'Unauthenticated').length).toBeLessThanOrEqual(5)
  expect(codes.filter((code) => code === 'TooMany').length).toBeGreaterThanOrEqual(25)
})

test('an unknown account and a wrong password answer alike', async () => {
  const answers = await Promise.all(
    [{ email: 'nobody@example.com' }, { email }].map((who) =>
      signIn(ctx, { ...who, password: 'wrong', address: '10.7.7.7' }).catch((error) => error.toBody('en')),
    ),
  )
  expect(answers[0]).toEqual(answers[1])
})
