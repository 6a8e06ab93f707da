import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { kinds } from '@/lib/sandbox/store/kinds'
import { startTestServer, type TestBody, type TestServer } from './client-for-tests'

let test: TestServer
beforeAll(async () => {
  test = await startTestServer()
})
afterAll(() => test.close())

const path = '/apis/apps/v1/namespaces/default/deployments/a'
const apply = { type: 'application/apply-patch+yaml' }

type Options = {
  image?: string
  replicas?: number
  env?: object[]
  labels?: Record<string, string>
  container?: object
}

function deployment({ image = 'i:1', replicas, env, labels, container }: Options = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', ...(labels === undefined ? {} : { labels }) },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      selector: { matchLabels: { app: 'a' } },
      template: {
        metadata: { labels: { app: 'a' } },
        spec: { containers: [{ name: 'a', image, ...(env === undefined ? {} : { env }), ...container }] },
      },
    },
  }
}

const as = (manager: string, options: Options = {}, extra = '') =>
  test.send('PATCH', `${path}?fieldManager=${manager}${extra}`, deployment(options), apply)

beforeEach(() => {
  if (test.store.get(kinds.deployments, 'default', 'a') !== undefined)
    test.store.remove(kinds.deployments, 'default', 'a')
})

it('creates, then changes nothing when the same is applied again', async () => {
  const created = await as('one', { replicas: 2 })
  expect(created.status).toBe(201)
  const version = test.store.resourceVersion
  const again = await as('one', { replicas: 2 })
  expect(again.status).toBe(200)
  expect(again.body).toEqual(created.body)
  expect(test.store.resourceVersion).toBe(version)
})

it('removes what the manager no longer applies, and keeps what others own', async () => {
  const env = [
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ]
  await as('one', { env, labels: { x: '1', y: '2' } })
  await as('two', { env: [{ name: 'B', value: '2' }] })
  const { body } = await as('one', { env: [], labels: { x: '1' } })
  expect(body.metadata?.labels).toEqual({ x: '1' })
  expect(body.spec?.template?.spec?.containers?.[0]?.env).toEqual([{ name: 'B', value: '2' }])
})

it('with a uid changes only that very object', async () => {
  const exact = (uid: string, manager = 'one') =>
    test.send(
      'PATCH',
      `${path}?fieldManager=${manager}`,
      { ...deployment(), metadata: { name: 'a', uid } },
      apply,
    )
  const gone = await exact('of-before')
  expect(gone.status).toBe(409)
  expect(gone.body.message).toBe(
    'Operation cannot be fulfilled on deployments.apps "a": uid mismatch: the provided object specified uid of-before, and no existing object was found',
  )
  const made = await as('one')
  const uid = String(made.body.metadata?.uid)
  expect((await exact(uid)).status).toBe(200)
  const another = await exact('of-before')
  expect(another.status).toBe(422)
  expect(another.body.message).toBe(
    'Deployment.apps "a" is invalid: metadata.uid: Invalid value: "of-before": field is immutable',
  )
  const replaced = await test.send('PUT', path, {
    ...deployment(),
    metadata: { name: 'a', uid: 'of-before' },
  })
  expect(replaced.status).toBe(409)
  expect(replaced.body.message).toContain(
    `Precondition failed: UID in precondition: of-before, UID in object meta: ${uid}`,
  )
})

it('gives a field back its default when its only manager drops it', async () => {
  await as('one', { replicas: 5 })
  const { body } = await as('one')
  expect(body.spec?.replicas).toBe(1)
})

it('shares equal values, and names every conflict of different ones', async () => {
  await as('one', { replicas: 2 })
  expect((await as('two', { replicas: 2 })).status).toBe(200)
  const refused = await as('three', { replicas: 3, image: 'i:2' })
  expect(refused.status).toBe(409)
  expect(refused.body.details?.causes).toHaveLength(4)
  expect(refused.body.message).toContain('Apply failed with 4 conflicts: conflicts with "one":')
  expect(refused.body.message).toContain('- .spec.template.spec.containers[name="a"].image')
  const forced = await as('three', { replicas: 3, image: 'i:2' }, '&force=true')
  expect(forced.body.spec?.replicas).toBe(3)
  const back = await as('one', { replicas: 2 })
  expect(back.status).toBe(409)
})

it('stores nothing on a dry run', async () => {
  const tried = await as('one', {}, '&dryRun=All')
  expect(tried.status).toBe(201)
  expect(test.store.get(kinds.deployments, 'default', 'a')).toBeUndefined()
})

it('tells ports of one number apart by protocol, which is TCP when missing', async () => {
  const ports = [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 53 }]
  const { body } = await as('one', { container: { ports } })
  const keys = JSON.stringify(body.metadata?.managedFields)
  expect(keys).toContain('k:{\\"containerPort\\":53,\\"protocol\\":\\"TCP\\"}')
  expect(keys).toContain('k:{\\"containerPort\\":53,\\"protocol\\":\\"UDP\\"}')
})

it('owns the status apart from the rest', async () => {
  await as('one')
  const status = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a' },
    status: { replicas: 1 },
  }
  const answer = await test.send('PATCH', `${path}/status?fieldManager=one`, status, apply)
  expect(answer.status).toBe(200)
  expect(answer.body.status?.replicas).toBe(1)
  expect(answer.body.metadata?.generation).toBe(1)
  expect((await as('one')).body.status?.replicas).toBe(1)
})

it('refuses unknown fields', async () => {
  const answer = await as('one', { container: { imagePullPolcy: 'Always' } })
  expect(answer.status).toBe(500)
  expect(answer.body.message).toBe(
    'failed to create typed patch object (default/a; apps/v1, Kind=Deployment): .spec.template.spec.containers[0].imagePullPolcy: field not declared in schema',
  )
})

const ownersOf = (body: TestBody, field: string): string[] =>
  Object.values(body.metadata?.managedFields ?? {})
    .filter((entry) => JSON.stringify(entry.fieldsV1).includes(field))
    .map((entry) => `${entry.manager} ${entry.operation}`)
    .sort()

it('owns each key of a map and each item of nested lists by itself', async () => {
  const env = (name: string) => [{ name, value: '1' }]
  await as('one', { labels: { a: '1' }, env: env('A') })
  const { body } = await as('two', { labels: { b: '2' }, env: env('B') })
  expect(body.metadata?.labels).toEqual({ a: '1', b: '2' })
  expect(ownersOf(body, '"f:a":{}')).toEqual(['one Apply'])
  expect(ownersOf(body, 'k:{\\"name\\":\\"B\\"}')).toEqual(['two Apply'])
  expect(ownersOf(body, '"f:image":{}')).toEqual(['one Apply', 'two Apply'])
})

it('keeps a shared value until its last owner drops it', async () => {
  await as('one', { labels: { shared: '1' } })
  await as('two', { labels: { shared: '1' } })
  const first = await as('one', { labels: {} })
  expect(first.body.metadata?.labels).toEqual({ shared: '1' })
  const last = await as('two', { labels: {} })
  expect(last.body.metadata?.labels ?? {}).toEqual({})
})

it('loses what another way of writing changes, and says whose it is then', async () => {
  await as('one', { replicas: 2 })
  const merge = { type: 'application/merge-patch+json' }
  const patched = await test.send('PATCH', `${path}?fieldManager=hand`, { spec: { replicas: 4 } }, merge)
  expect(ownersOf(patched.body, '"f:replicas":{}')).toEqual(['hand Update'])
  const refused = await as('one', { replicas: 2 })
  expect(refused.body.details?.causes?.[0]?.message).toBe('conflict with "hand" using apps/v1')
  const given = await as('one', { replicas: 4 })
  expect(ownersOf(given.body, '"f:replicas":{}')).toEqual(['hand Update', 'one Apply'])
})

it('replaces an atomic list as a whole, and owns it as a whole', async () => {
  await as('one', { container: { args: ['a', 'b'] } })
  expect((await as('two', { container: { args: ['a'] } })).status).toBe(409)
  const forced = await as('two', { container: { args: ['a'] } }, '&force=true')
  expect(forced.body.spec?.template?.spec?.containers?.[0]?.args).toEqual(['a'])
  expect(ownersOf(forced.body, '"f:args":{}')).toEqual(['two Apply'])
})

it('takes managers that a patch names, so that their next apply drops what it leaves out', async () => {
  const managers = () => test.store.get(kinds.deployments, 'default', 'a')?.metadata.managedFields ?? []
  await as('hand', { replicas: 3, labels: { a: 'b' } })
  const heirs = managers().map((entry) => ({ ...entry, manager: 'heir' }))
  const patch = [{ op: 'replace', path: '/metadata/managedFields', value: heirs }]
  await test.send('PATCH', `${path}?fieldManager=heir`, patch, { type: 'application/json-patch+json' })
  expect(managers().map(({ manager }) => manager)).toEqual(['heir'])
  const { body: applied } = await as('heir', { replicas: 3 })
  expect(applied.metadata?.labels).toBeUndefined()
})
