import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TagDelivery } from '@/lib/domain/tag-delivery'
import { AppError } from '@/lib/errors'
import { applyTagPolicies } from './apply-tag-policies'
import { type MseDouble, startMseDouble } from './mse-double'

const key = { accessKeyId: 'LTAI-test', accessKeySecret: 'never in a message' }
let double: MseDouble

beforeEach(async () => {
  double = await startMseDouble({ ...key, applications: ['spring-cloud-a'] })
})
afterEach(() => double.close())

const delivery: TagDelivery = {
  region: 'cn-hangzhou',
  mseNamespace: 'default',
  application: 'spring-cloud-a',
  credential: 'prod',
  policies: {
    gray: {
      rate: 20,
      name: 'lk-testers',
      carryData: true,
      rules: {
        springcloud: [
          {
            paths: ['/a'],
            condition: 'AND',
            restItems: [
              { type: 'param', name: 'name', operator: 'rawvalue', cond: '==', value: "小明 *'()!~" },
              { type: 'header', name: 'x-user', operator: 'list', cond: '==', nameList: ['a,b', 'c'] },
            ],
          },
        ],
      },
    },
    _base: { rate: 80 },
  },
}

const signed = () => ({ ...key, endpoint: double.endpoint })
const apply = (removed: string[] = [], change: Partial<TagDelivery> = {}) =>
  applyTagPolicies(signed(), { ...delivery, ...change }, removed)

async function failure(work: Promise<void>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw new Error(`no refusal: ${String(error)}`)
  expect(error.message).not.toContain(key.accessKeySecret)
  return error
}

describe('policies told to MSE', () => {
  it('are signed, sent as they are, and read back', async () => {
    await apply()
    expect(double.calls).toEqual(['GetApplicationList', 'ApplyTagPolicies', 'ListApplicationsWithTagRules'])
    expect(Object.fromEntries(double.policies.get('spring-cloud-a') ?? [])).toEqual(delivery.policies)
  })

  it('take a lane’s tag out and give all to the untagged pods', async () => {
    await apply()
    await apply(['gray'], { policies: { _base: { rate: 100 } } })
    expect(Object.fromEntries(double.policies.get('spring-cloud-a') ?? [])).toEqual({ _base: { rate: 100 } })
  })

  it('are refused when the key is another', async () => {
    const stranger = { ...signed(), accessKeySecret: 'another' }
    const error = await failure(applyTagPolicies(stranger, delivery, []))
    expect(error).toMatchObject({ code: 'ApplyFailed', details: { code: 'SignatureDoesNotMatch' } })
  })

  it('tell of a refusal with status 200, by its code and request', async () => {
    const body = { Success: false, ErrorCode: 'mse-100-000', Message: 'system error' }
    double.answerOnce('ApplyTagPolicies', { status: 200, body })
    const error = await failure(apply())
    expect(error.code).toBe('ApplyFailed')
    expect(error.message).toContain('mse-100-000')
    expect(error.message).toContain('request-1')
  })

  it('tell of a refusal with status 403', async () => {
    double.answerOnce('GetApplicationList', {
      status: 403,
      body: { Code: 'NoPermission', Message: 'not yours' },
    })
    expect(await failure(apply())).toMatchObject({ code: 'ApplyFailed', details: { code: 'NoPermission' } })
  })

  it.each([
    ['ServiceUnavailable', 503],
    ['Throttling.User', 400],
  ])('may pass: %s', async (Code, status) => {
    double.answerOnce('ApplyTagPolicies', { status, body: { Code, Message: 'later' } })
    expect((await failure(apply())).code).toBe('ClusterUnreachable')
  })

  it('name the tag that reads back otherwise', async () => {
    double.garble = (policy) => ({ ...policy, rate: 7 })
    expect((await failure(apply())).words).toMatchObject({ params: { tags: 'gray, _base' } })
    double.garble = ({ rules: _rules, ...policy }) => policy
    expect((await failure(apply())).words).toMatchObject({ params: { tags: 'gray' } })
    double.garble = (policy) => ({ ...policy, carryData: false })
    expect((await failure(apply())).words).toMatchObject({ params: { tags: 'gray' } })
  })

  it('need an application that MSE knows', async () => {
    const error = await failure(apply([], { application: 'unknown' }))
    expect(error.words).toMatchObject({ reason: 'progress.mseUnknown' })
  })

  it('may pass when nothing answers', async () => {
    const nobody = { ...key, endpoint: 'http://127.0.0.1:1' }
    expect((await failure(applyTagPolicies(nobody, delivery, []))).code).toBe('ClusterUnreachable')
  })
})
