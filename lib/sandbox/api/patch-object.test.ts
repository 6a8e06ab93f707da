import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { kinds } from '@/lib/sandbox/store/kinds'
import { startTestServer, type TestServer } from './client-for-tests'

let test: TestServer
beforeAll(async () => {
  test = await startTestServer()
})
afterAll(() => test.close())

const path = '/apis/apps/v1/namespaces/default/deployments/a'

beforeEach(() => {
  if (test.store.get(kinds.deployments, 'default', 'a') !== undefined)
    test.store.remove(kinds.deployments, 'default', 'a')
  test.store.create(kinds.deployments, {
    metadata: { name: 'a', namespace: 'default', annotations: { 'x.io/y': '1' } },
    spec: {
      selector: { matchLabels: { app: 'a' } },
      template: {
        metadata: { labels: { app: 'a' } },
        spec: {
          containers: [
            { name: 'a', image: 'i:1', env: [{ name: 'A', value: '1' }], args: ['x', 'y'] },
            { name: 'b', image: 'j:1' },
          ],
        },
      },
    },
  })
})

const strategic = (containers: unknown, spec: object = {}) =>
  test.send(
    'PATCH',
    path,
    { spec: { template: { spec: { containers, ...spec } } } },
    { type: 'application/strategic-merge-patch+json' },
  )

it('merges list items by their key', async () => {
  const { body } = await strategic([{ name: 'a', env: [{ name: 'B', value: '2' }], args: ['z'] }])
  const [first, second] = [
    body.spec?.template?.spec?.containers?.[0],
    body.spec?.template?.spec?.containers?.[1],
  ]
  expect(first).toMatchObject({ image: 'i:1', args: ['z'] })
  expect(first?.env).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ])
  expect(second?.name).toBe('b')
})

it('deletes an item, replaces a list, and sets an order', async () => {
  const deleted = await strategic([{ name: 'b', $patch: 'delete' }])
  expect(deleted.body.spec?.template?.spec?.containers).toHaveLength(1)
  const replaced = await strategic([{ $patch: 'replace' }, { name: 'c', image: 'k:1' }])
  expect(replaced.body.spec?.template?.spec?.containers?.[0]?.name).toBe('c')
  const ordered = await strategic([{ name: 'd', image: 'l:1' }], {
    '$setElementOrder/containers': [{ name: 'd' }, { name: 'c' }],
  })
  expect(ordered.body.spec?.template?.spec?.containers?.[0]?.name).toBe('d')
})

it('merges by RFC 7386, where null removes', async () => {
  const patch = { metadata: { annotations: { 'x.io/y': null, z: '2' } } }
  const { body } = await test.send('PATCH', path, patch, { type: 'application/merge-patch+json' })
  expect(body.metadata?.annotations).toEqual({ z: '2' })
})

it('patches by RFC 6902 with tests, also through escaped names', async () => {
  const type = { type: 'application/json-patch+json' }
  const good = [
    { op: 'test', path: '/metadata/annotations/x.io~1y', value: '1' },
    { op: 'replace', path: '/metadata/annotations/x.io~1y', value: '2' },
    { op: 'add', path: '/spec/template/spec/containers/0/args/-', value: 'z' },
    { op: 'remove', path: '/spec/template/spec/containers/1' },
  ]
  const { status, body } = await test.send('PATCH', path, good, type)
  expect(status).toBe(200)
  expect(body.metadata?.annotations).toEqual({ 'x.io/y': '2' })
  expect(body.spec?.template?.spec?.containers?.[0]?.args).toEqual(['x', 'y', 'z'])
  const version = test.store.resourceVersion
  expect((await test.send('PATCH', path, good, type)).status).toBe(422)
  expect(test.store.resourceVersion).toBe(version)
})

it('refuses a stale version inside a patch', async () => {
  const patch = { metadata: { resourceVersion: '1', labels: { a: 'b' } } }
  expect((await test.send('PATCH', path, patch, { type: 'application/merge-patch+json' })).body.reason).toBe(
    'Conflict',
  )
})

it('refuses unknown fields when asked to be strict', async () => {
  const options = { type: 'application/merge-patch+json' }
  const strict = await test.send('PATCH', `${path}?fieldValidation=Strict`, { spec: { replica: 1 } }, options)
  expect(strict.status).toBe(422)
  expect(strict.body.message).toContain('strict decoding error: unknown field "spec.replica"')
  const warned = await test.send('PATCH', path, { spec: { replica: 1 } }, options)
  expect(warned.headers.warning).toBe('299 - "unknown field \\"spec.replica\\""')
})

const patchSpec = async (spec: object, metadata: object = {}) => {
  const type = 'application/strategic-merge-patch+json'
  return (await test.send('PATCH', path, { metadata, spec }, { type })).body
}

it('keeps the keys that a union may have, and no others', async () => {
  const { spec } = await patchSpec({ strategy: { $retainKeys: ['type'], type: 'Recreate' } })
  expect(spec?.strategy).toEqual({ type: 'Recreate' })
})

it('replaces and deletes maps as a whole', async () => {
  const labels = { $patch: 'replace', app: 'a', tier: 'web' }
  await patchSpec({ template: { metadata: { labels: { old: '1' } } } })
  const replaced = await patchSpec({ template: { metadata: { labels } } })
  expect(replaced.spec?.template?.metadata?.labels).toEqual({ app: 'a', tier: 'web' })
  const gone = await patchSpec({}, { annotations: { $patch: 'delete' } })
  expect(gone.metadata?.annotations).toBeUndefined()
})

it('adds to lists of plain values, and takes out of them', async () => {
  await patchSpec({}, { finalizers: ['x.io/a'] })
  const added = await patchSpec({}, { finalizers: ['x.io/b'] })
  expect(added.metadata?.finalizers).toEqual(['x.io/a', 'x.io/b'])
  const taken = await patchSpec({}, { '$deleteFromPrimitiveList/finalizers': ['x.io/a', 'x.io/b'] })
  expect(taken.metadata?.finalizers).toBeUndefined()
})

it('puts items that an order does not name where they stood before those that it names', async () => {
  const { spec } = await patchSpec({
    template: {
      spec: {
        containers: [{ name: 'c', image: 'k:1' }],
        '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }],
      },
    },
  })
  const names = Object.values(spec?.template?.spec?.containers ?? {}).map((container) => container.name)
  expect(names).toEqual(['c', 'a', 'b'])
})
