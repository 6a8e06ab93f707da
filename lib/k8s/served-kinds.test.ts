import { expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'
import { createServedKinds } from './served-kinds'

const asked = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' }
const unserved = () =>
  new AppError('Unsupported', say('kube.noKind', { cluster: 'prod', ...asked }), { details: asked })

it('asks once for what is served', async () => {
  let count = 0
  const serves = createServedKinds(async () => {
    count += 1
    return { plural: 'virtualservices', namespaced: true }
  })
  expect([await serves(asked), await serves(asked)]).toEqual([true, true])
  expect(count).toBe(1)
})

it('takes a missing kind for an answer, and a failure for none', async () => {
  const missing = createServedKinds(() => Promise.reject(unserved()))
  expect(await missing(asked)).toBe(false)
  const failing = createServedKinds(() => Promise.reject(new Error('no answer')))
  await expect(failing(asked)).rejects.toThrow('no answer')
})
