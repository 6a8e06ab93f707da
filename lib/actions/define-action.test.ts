import { redirect } from 'next/navigation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { capturedLog } from '@/lib/captured-log'
import { createTestDatabase, serveFrom, type TestDatabase } from '@/lib/db/test-database'
import { AppError } from '@/lib/errors'
import { bootstrapAdmin } from '@/lib/services/auth/bootstrap-admin'
import { signIn } from '@/lib/services/auth/sign-in'
import { say } from '@/lib/words/sentence'
import { performAction } from './define-action'

let database: TestDatabase
let cookie: string
const token = 'a-token-for-the-action-tests'
const origin = { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }
const schema = z.strictObject({ name: z.string().min(1), tag: z.array(z.string()).optional() })

beforeAll(async () => {
  database = await createTestDatabase()
  serveFrom(database)
  const actor = { kind: 'system', id: 'test', name: 'test', role: 'admin' } as const
  const ctx = { db: database.db, actor, now: () => new Date(), requestId: 'test', language: 'en' } as const
  const { email, password } = await bootstrapAdmin({ token }, ctx)
  const session = await signIn(ctx, { email, password: password ?? '', address: '127.0.0.1' })
  cookie = `lanekeeper_session=${session.token}`
})

afterAll(() => database.drop())

type Run = (ctx: unknown, input: z.output<typeof schema>) => Promise<unknown>

function act(
  given: unknown,
  { headers = { ...origin, cookie }, run }: { headers?: Record<string, string>; run?: Run } = {},
) {
  return performAction(
    new Headers(headers),
    { role: 'operator', schema, run: run ?? (async (_ctx, input) => input) },
    given,
  )
}

test('takes an object, and a form with a name that stands twice', async () => {
  expect(await act({ name: 'a' })).toEqual({ ok: true, data: { name: 'a' } })
  const form = new FormData()
  form.append('$ACTION_ID_x', '')
  form.append('name', 'a')
  form.append('tag', 'x')
  form.append('tag', 'y')
  expect(await act(form)).toEqual({ ok: true, data: { name: 'a', tag: ['x', 'y'] } })
})

test('needs a session, of the own origin; a token does not do', async () => {
  const codeOf = async (headers: Record<string, string>) => {
    const result = await act({ name: 'a' }, { headers })
    return result.ok ? null : result.error.code
  }
  expect(await codeOf({ ...origin })).toBe('Unauthenticated')
  expect(await codeOf({ ...origin, authorization: `Bearer ${token}` })).toBe('Unauthenticated')
  expect(await codeOf({ cookie, host: origin.host })).toBe('Forbidden')
  expect(await codeOf({ ...origin, cookie, origin: 'http://evil.example' })).toBe('Forbidden')
  expect(await codeOf({ ...origin, cookie, 'sec-fetch-site': 'same-site' })).toBe('Forbidden')
})

test('a role that is too low is refused before the input is looked at', async () => {
  await database.db.user.updateMany({ data: { role: 'viewer' } })
  const result = await act({ wrong: true })
  await database.db.user.updateMany({ data: { role: 'admin' } })
  expect(result).toMatchObject({ ok: false, error: { code: 'Forbidden' } })
})

test('expected errors are values, by field where there are fields', async () => {
  expect(await act({ name: '' })).toMatchObject({
    ok: false,
    error: { code: 'Invalid', fields: { name: [expect.any(String)] } },
  })
  const run = () => Promise.reject(new AppError('Conflict', say('refusals.groupChanged', { name: 'mall' })))
  expect(await act({ name: 'a' }, { run })).toEqual({
    ok: false,
    error: { code: 'Conflict', message: 'Somebody else changed the lane group mall. Load it again.' },
  })
})

test('of a bug only an id is told; a redirect passes', async () => {
  const run = () => Promise.reject(new Error('the secret of the house'))
  const { result, logged } = await capturedLog(() => act({ name: 'a' }, { run }))
  expect(result).toMatchObject({ ok: false, error: { code: 'Internal', id: expect.any(String) } })
  const id = result.ok ? '' : result.error.id
  expect(logged).toMatchObject([{ id, err: { message: 'the secret of the house' } }])
  expect(JSON.stringify(result)).not.toContain('secret')
  await expect(act({ name: 'a' }, { run: async () => redirect('/groups') })).rejects.toThrow('NEXT_REDIRECT')
})

test('a person reads the error, and what is wrong with each field, in their language', async () => {
  const chinese = { ...origin, cookie: `${cookie}; locale=zh-CN` }
  const run = () => Promise.reject(new AppError('Conflict', say('refusals.groupChanged', { name: 'mall' })))
  expect(await act({ name: 'a' }, { run, headers: chinese })).toMatchObject({
    error: { message: '其他人修改了泳道组 mall，请重新加载。' },
  })
  expect(await act({ name: 1 }, { headers: chinese })).toMatchObject({
    error: { fields: { name: ['必须是文本'] } },
  })
})
