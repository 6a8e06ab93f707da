import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { saveCredential } from '@/lib/db/credentials'
import { type MseDouble, startMseDouble } from '@/lib/delivery/mse-double'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { findCredentials, removeCredential, storeCredential } from './credentials'
import { testCredential } from './test-credential'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const key = { accessKeyId: 'LTAI-test', accessKeySecret: 'never-shown' }
const place = { name: 'prod', region: 'cn-hangzhou', mseNamespace: 'default' }
let console: TestConsole
let double: MseDouble

beforeAll(async () => {
  double = await startMseDouble({ ...key, applications: ['spring-cloud-a', 'spring-cloud-b'] })
  console = await startTestConsole()
})
afterAll(async () => {
  await console?.stop()
  await double?.close()
})

const keep = (accessKeySecret: string) =>
  console.database.db.$transaction((tx) =>
    saveCredential(tx, 'prod', { ...key, accessKeySecret, endpoint: double.endpoint }, new Date()),
  )

it('is for administrators, and tells its secret to nobody', async () => {
  const admin = console.as('admin')
  await storeCredential(admin, { name: 'spare', ...key })
  const listed = await findCredentials(admin)
  expect(listed.items).toMatchObject([{ name: 'spare', accessKeyId: 'LTAI-test', endpoint: null }])
  const [row] = await console.database.db.setting.findMany({ where: { key: 'credential/spare' } })
  const events = await console.database.db.auditEvent.findMany()
  expect(JSON.stringify([listed, row, events])).not.toContain(key.accessKeySecret)
  const operator = console.as('operator')
  await expect(findCredentials(operator)).rejects.toMatchObject({ code: 'Forbidden' })
  await expect(testCredential(operator, place)).rejects.toMatchObject({ code: 'Forbidden' })
  await removeCredential(admin, { name: 'spare' })
  await expect(testCredential(admin, { ...place, name: 'spare' })).rejects.toMatchObject({ code: 'NotFound' })
})

it('asks MSE with a key, and says what it answered', async () => {
  const admin = console.as('admin')
  await keep(key.accessKeySecret)
  double.answerOnce('GetApplicationList', {
    status: 200,
    body: { Success: true, Data: { TotalSize: 12, Result: [{ AppName: 'spring-cloud-a' }] } },
  })
  expect(await testCredential(admin, place)).toEqual({ applications: 12 })
  await keep('another')
  await expect(testCredential(admin, place)).rejects.toMatchObject({
    code: 'ApplyFailed',
    message: expect.stringContaining('SignatureDoesNotMatch'),
  })
  double.answerOnce('GetApplicationList', { status: 503, body: { Code: 'ServiceUnavailable' } })
  await expect(testCredential(admin, place)).rejects.toMatchObject({ code: 'ClusterUnreachable' })
  expect(double.policies.get('spring-cloud-a')?.size).toBe(0)
})
