import { afterAll, beforeAll, expect, it } from 'vitest'
import { kinds } from '@/lib/sandbox/store/kinds'
import { startTestServer, type TestServer } from './client-for-tests'

let test: TestServer
beforeAll(async () => {
  test = await startTestServer()
  test.store.create(kinds.deployments, {
    metadata: { name: 'a', namespace: 'default' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'a' } },
      template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i:1' }] } },
    },
  })
})
afterAll(() => test.close())

const path = '/apis/apps/v1/namespaces/default/deployments/a'

it('reads and writes replicas alone, by PUT and by patches', async () => {
  const { body } = await test.send('GET', `${path}/scale`)
  expect(body).toMatchObject({
    kind: 'Scale',
    spec: { replicas: 2 },
    status: { replicas: 0, selector: 'app=a' },
  })
  const put = await test.send('PUT', `${path}/scale`, { ...body, spec: { replicas: 3 } })
  expect(put.body.spec).toEqual({ replicas: 3 })
  const operations = [{ op: 'replace', path: '/spec/replicas', value: 4 }]
  await test.send('PATCH', `${path}/scale?fieldManager=scaler`, operations, {
    type: 'application/json-patch+json',
  })
  const live = await test.send('GET', path)
  expect(live.body.spec?.replicas).toBe(4)
  expect(live.body.metadata?.generation).toBe(3)
  const owners = Object.values(live.body.metadata?.managedFields ?? {})
  expect(owners).toContainEqual(expect.objectContaining({ manager: 'scaler', subresource: 'scale' }))
})

it('refuses a stale version and what is no number', async () => {
  const { body } = await test.send('GET', `${path}/scale`)
  const metadata = { ...body.metadata, resourceVersion: '1' }
  expect((await test.send('PUT', `${path}/scale`, { ...body, metadata })).status).toBe(409)
  const merge = { type: 'application/merge-patch+json' }
  expect((await test.send('PATCH', `${path}/scale`, { spec: { replicas: 'two' } }, merge)).status).toBe(400)
  expect((await test.send('PATCH', `${path}/scale`, { spec: { replicas: -1 } }, merge)).status).toBe(422)
})

it('is applied by managers who own the number, and conflict over it', async () => {
  const scale = (replicas: number) => ({
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name: 'a', namespace: 'default' },
    spec: { replicas },
  })
  const as = (manager: string, replicas: number, extra = '') => {
    const target = `${path}/scale?fieldManager=${manager}${extra}`
    return test.send('PATCH', target, scale(replicas), { type: 'application/apply-patch+yaml' })
  }
  expect((await as('one', 5)).body.details?.causes?.[0]).toMatchObject({ field: '.spec.replicas' })
  expect((await as('one', 5, '&force=true')).body.spec).toEqual({ replicas: 5 })
  const { body } = await test.send('GET', path)
  expect(Object.values(body.metadata?.managedFields ?? {})).toContainEqual(
    expect.objectContaining({
      manager: 'one',
      operation: 'Apply',
      subresource: 'scale',
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
    }),
  )
  const refused = await as('two', 6)
  expect(refused.body.message).toBe(
    'Apply failed with 1 conflict: conflict with "one" with subresource "scale": .spec.replicas',
  )
})
